"""Parallel processes and the holds that wait for them: criminal, coronial, health, discipline, family court."""

from services.reviews.decider.parallel import holds, processes
from services.reviews.decider.parallel.state import Parallel, evolve
from services.reviews.parallel_commands import (
    PARALLEL,
    PARALLEL_WORKER,
    LiftHold,
    LinkParallelProcess,
    NoticeMissedHoldReview,
    NoticeMissedProcessReview,
    PlaceHold,
    ReviewHold,
    ReviewParallelProcess,
)
from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event
from shared.events.parallel import HoldReviewMissed, ProcessReviewMissed


def decide(command: Command, parallel: Parallel, occasion: Occasion) -> list[Event]:
    match command:
        case NoticeMissedHoldReview():
            return _missed_hold(command, parallel)
        case NoticeMissedProcessReview():
            return _missed_process(command, parallel)
    if not parallel.open:
        raise Refused("no-open-review", "No review is open on this case.")
    match command:
        case LinkParallelProcess():
            return processes.link(command, parallel, occasion)
        case ReviewParallelProcess():
            return processes.review(command, parallel, occasion)
        case PlaceHold():
            return holds.place(command, parallel, occasion)
        case ReviewHold():
            return holds.review(command, parallel, occasion)
        case LiftHold():
            return holds.lift(command, parallel, occasion)
    raise TypeError(f"not a command of parallel processes: {type(command).__name__}")


def _missed_hold(command: NoticeMissedHoldReview, parallel: Parallel) -> list[Event]:
    """From the worker, and so never refused: somebody may have looked in the meantime."""
    hold = parallel.holds.get(command.hold)
    if hold is None or hold.lifted or hold.missed or hold.review_on != command.review_on:
        return []
    return [HoldReviewMissed(hold=command.hold, review_on=command.review_on)]


def _missed_process(command: NoticeMissedProcessReview, parallel: Parallel) -> list[Event]:
    process = parallel.processes.get(command.process)
    if process is None or process.missed or process.review_on != command.review_on:
        return []
    return [ProcessReviewMissed(process=command.process, review_on=command.review_on)]


parallel = Decider(commands=(*PARALLEL, *PARALLEL_WORKER), initial=Parallel(), decide=decide, evolve=evolve)
