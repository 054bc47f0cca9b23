"""Other proceedings: linked, asked about by a date, concluded."""

from services.reviews.decider.parallel.state import Parallel, Process
from services.reviews.parallel_commands import LinkParallelProcess, ReviewParallelProcess
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.parallel import ParallelProcessLinked, ParallelProcessReviewed
from shared.sealed import Sealed


def link(command: LinkParallelProcess, parallel: Parallel, occasion: Occasion) -> list[Event]:
    if _known(command, parallel):
        return []  # a repeat: its reference and reason are sealed, all else is the same
    if command.status == "concluded":
        raise Refused("not-concluded", "status: a process that is concluded holds nothing up.")
    return [
        ParallelProcessLinked(
            process=occasion.new_id("process"),
            kind=command.kind,
            owner=command.owner,
            reference=Sealed.of(command.reference),
            status=command.status,
            review_on=command.review_on,
            reason=Sealed.of(command.reason),
        )
    ]


def _known(command: LinkParallelProcess, parallel: Parallel) -> bool:
    """Two trials of one kind and owner are told apart by when each is asked about: first one, then the other."""
    same = (command.kind, command.owner, command.status, command.review_on)
    return any(
        (process.kind, process.owner, process.status, process.review_on) == same
        for process in parallel.processes.values()
    )


def review(command: ReviewParallelProcess, parallel: Parallel, occasion: Occasion) -> list[Event]:
    process = parallel.processes.get(command.process)
    if process is None:
        raise Refused("no-such-process", "process: no such parallel process is linked to this case.")
    not_in_the_future(command.reviewed_on, "reviewed_on", occasion)
    _asked_again(command)
    if _as_before(command, process):
        return []
    return [
        ParallelProcessReviewed(
            process=command.process,
            status=command.status,
            reviewed_on=command.reviewed_on,
            review_on=command.review_on,
            reason=Sealed.of(command.reason),
        )
    ]


def _asked_again(command: ReviewParallelProcess) -> None:
    if (command.status == "concluded") != (command.review_on is None):
        raise Refused("review-date", "review_on: say when to ask again, unless the process is concluded.")
    if command.review_on and command.review_on <= command.reviewed_on:
        raise Refused("review-later", "review_on must lie after reviewed_on.")


def _as_before(command: ReviewParallelProcess, process: Process) -> bool:
    now = (command.status, command.review_on, command.reviewed_on)
    return now == (process.status, process.review_on, process.last_on)
