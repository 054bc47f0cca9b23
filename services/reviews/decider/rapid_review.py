"""A rapid review: opened once the Panel has a notification of class A, decided by the partners, sent.

From the notifier's hand-over to the Panel's replies; how reclassifications end and reopen it is in `opening`.
"""

from functools import partial

from services.reviews.commands import (
    FROM_THE_WORKER,
    RAPID_REVIEW,
    REACTIONS,
    AssessCriterion,
    CancelRapidReview,
    DecideNextStep,
    NoticeMissedReply,
    OpenRapidReview,
    RecordPanelReply,
    ReopenRapidReview,
    SubmitRapidReview,
)
from services.reviews.decider import accounts, replies
from services.reviews.decider.opening import cancel, open_, reopen
from services.reviews.decider.practice_review import initiated
from services.reviews.decider.state import RapidReview, evolve
from services.reviews.decider.submission import consequences, submit
from services.reviews.gathering_commands import AddressPurpose, WeighCircumstance, WriteHeading
from shared.decider import Command, Decider, Occasion, Refused, not_in_the_future
from shared.dispatch import life as dispatching
from shared.dispatch.redating import with_dispatches
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.reviews import RapidReviewDecided
from shared.partnership import Partnership
from shared.sealed import Sealed

AUTHORITY = "authority"  # the third safeguarding partner, in every view of the partners


def decide(partnership: Partnership, command: Command, review: RapidReview, occasion: Occasion) -> list[Event]:
    if isinstance(command, REACTIONS):
        return _reacted(partnership, command, review, occasion)
    if isinstance(command, dispatching.COMMANDS):  # also of the letters of a practice review on a case of its own
        said = dispatching.decide(command, review.dispatches, occasion)
        return said + consequences(review, said)
    if isinstance(command, duties.COMMANDS):
        return with_dispatches(duties.decide(command, review.duties, occasion), review.duties, review.dispatches)
    if isinstance(command, NoticeMissedReply):
        return replies.missed(command, review)
    if review.id is None:
        raise Refused("no-such-case", "No rapid review is open on this case.")
    if review.cancelled:
        raise Refused("cancelled", "This rapid review was cancelled: none is owed any more.")
    match command:
        case AddressPurpose() | AssessCriterion() | WeighCircumstance() | WriteHeading():
            return accounts.write(command, review, review.id)
        case DecideNextStep():
            return _decide_next_step(partnership, command, review, occasion)
        case SubmitRapidReview():
            return submit(partnership, review)
        case RecordPanelReply():
            return replies.replied(command, review, review.id, occasion)
    raise TypeError(f"not a command of a rapid review: {type(command).__name__}")


def _reacted(partnership: Partnership, command: Command, review: RapidReview, occasion: Occasion) -> list[Event]:
    match command:
        case OpenRapidReview():
            return open_(partnership, command, review, occasion)
        case CancelRapidReview():
            return cancel(command, review)
        case ReopenRapidReview():
            return reopen(partnership, command, review, occasion)
    raise TypeError(f"not a reaction: {type(command).__name__}")


def _decide_next_step(
    partnership: Partnership, command: DecideNextStep, review: RapidReview, occasion: Occasion
) -> list[Event]:
    """Decided, and where a practice review is decided, initiated by that same decision."""
    assert review.id and review.duty
    if review.decided:
        return _decided_before(command, review.decided)
    not_in_the_future(command.decided_on, "decided_on", occasion)
    if command.decided_on < review.duty.due.start_on:
        raise Refused("not-before-the-clock", "decided_on lies before the rapid review's clock started.")
    accounts.all_written(review)
    _a_view_of_each_partner(partnership, command)
    decided = RapidReviewDecided(
        rapid_review=review.id,
        next_step=command.next_step,
        views=command.views,
        national_review_suggested=command.national_review_suggested,
        decided_on=command.decided_on,
        reasons=Sealed.of(command.reasons),
    )
    return [decided, *initiated(partnership, command, occasion)]


def _decided_before(command: DecideNextStep, decided: RapidReviewDecided) -> list[Event]:
    """A repeat says nothing; its reasons are sealed, so all that is plain must be the same."""
    if command.model_dump(exclude={"reasons"}) == decided.model_dump(exclude={"rapid_review", "reasons"}):
        return []
    raise Refused("already-decided", "The next step was decided already, and otherwise.")


def _a_view_of_each_partner(partnership: Partnership, command: DecideNextStep) -> None:
    """Agreeing or dissenting, but each: the authority, the integrated care board, the chief officer of police."""
    partners = {AUTHORITY, *(partner.id for partner in partnership.with_role("safeguarding partner"))}
    missing, unknown = sorted(partners - command.views.keys()), sorted(command.views.keys() - partners)
    if missing:
        raise Refused(
            "every-partner", f"Record the view of each safeguarding partner; missing: {', '.join(missing)}."
        )
    if unknown:
        raise Refused("partners-only", f"Only safeguarding partners have a view; not: {', '.join(unknown)}.")


def rapid_review(partnership: Partnership) -> Decider[RapidReview]:
    """Also answers for the duty to the Panel and its dispatches: they live on this review."""
    return Decider(
        commands=(*REACTIONS, *FROM_THE_WORKER, *RAPID_REVIEW, *duties.COMMANDS, *dispatching.COMMANDS),
        initial=RapidReview(),
        decide=partial(decide, partnership),
        evolve=evolve,
    )
