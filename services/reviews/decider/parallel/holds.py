"""Holds: placed on publication or a named step, looked at again by a date, lifted.

Holds never stop learning, and move no statutory date: nothing here says a word of a duty.
"""

from uuid import UUID

from services.reviews.decider.parallel.state import Hold, Parallel
from services.reviews.parallel_commands import LiftHold, PlaceHold, ReviewHold
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.parallel import HoldLifted, HoldPlaced, HoldReviewed
from shared.sealed import Sealed


def place(command: PlaceHold, parallel: Parallel, occasion: Occasion) -> list[Event]:
    process = parallel.processes.get(command.process)
    if process is None:
        raise Refused("no-such-process", "process: no such parallel process is linked to this case.")
    if _stands(command, parallel):
        return []  # the step is held for this process already
    if process.status == "concluded":
        raise Refused("process-concluded", "process: what is concluded holds nothing up.")
    not_in_the_future(command.placed_on, "placed_on", occasion)
    if command.review_on <= command.placed_on:
        raise Refused("review-later", "review_on must lie after placed_on.")
    return [
        HoldPlaced(
            hold=occasion.new_id("hold"),
            process=command.process,
            step=command.step,
            owner=command.owner,
            placed_on=command.placed_on,
            review_on=command.review_on,
            reason=Sealed.of(command.reason),
        )
    ]


def _stands(command: PlaceHold, parallel: Parallel) -> bool:
    return any(
        (hold.process, hold.step, hold.lifted) == (command.process, command.step, False)
        for hold in parallel.holds.values()
    )


def review(command: ReviewHold, parallel: Parallel, occasion: Occasion) -> list[Event]:
    hold = _hold(command.hold, parallel)
    if hold.lifted:
        raise Refused("hold-lifted", "hold: it was lifted, so there is nothing to review.")
    not_in_the_future(command.reviewed_on, "reviewed_on", occasion)
    if command.review_on <= command.reviewed_on:
        raise Refused("review-later", "review_on must lie after reviewed_on.")
    if command.reviewed_on < hold.placed_on:
        raise Refused("not-before-the-hold", "reviewed_on lies before the hold was placed.")
    if (command.reviewed_on, command.review_on) == (hold.last_on, hold.review_on):
        return []
    return [
        HoldReviewed(
            hold=command.hold,
            reviewed_on=command.reviewed_on,
            review_on=command.review_on,
            reason=Sealed.of(command.reason),
        )
    ]


def lift(command: LiftHold, parallel: Parallel, occasion: Occasion) -> list[Event]:
    hold = _hold(command.hold, parallel)
    if hold.lifted:
        return []
    not_in_the_future(command.lifted_on, "lifted_on", occasion)
    if command.lifted_on < hold.placed_on:
        raise Refused("not-before-the-hold", "lifted_on lies before the hold was placed.")
    return [
        HoldLifted(
            hold=command.hold, step=hold.step, lifted_on=command.lifted_on, reason=Sealed.of(command.reason)
        )
    ]


def _hold(id_: UUID, parallel: Parallel) -> Hold:
    hold = parallel.holds.get(id_)
    if hold is None:
        raise Refused("no-such-hold", "hold: there is no such hold on this case.")
    return hold
