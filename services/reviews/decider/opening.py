"""When a rapid review is owed: opened, cancelled and reopened as the incident enters and leaves class A.

What intake and the notifier say may arrive in another order than it was said; `as_of`, intake's version of the
case, tells who knew of what. Once the Panel has the rapid review, it stands.
"""

from datetime import datetime
from uuid import UUID

from services.reviews.commands import CancelRapidReview, OpenRapidReview, ReopenRapidReview
from services.reviews.decider.dates import rapid_review_due
from services.reviews.decider.state import RapidReview, duty_of
from services.reviews.decider.submission import panel_of
from shared.deadline import Due
from shared.decider import Occasion
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.reviews import (
    RapidReviewCancelled,
    RapidReviewOpened,
    RapidReviewRecounted,
    RapidReviewReopened,
    RapidReviewRuledIn,
    RapidReviewRuledOut,
    SubmissionSetAside,
)
from shared.partnership import Partnership
from shared.policy import policy

SUBMITTED_LATER = "the Panel had refused the notification, and took it later"


def open_(
    partnership: Partnership, command: OpenRapidReview, review: RapidReview, occasion: Occasion
) -> list[Event]:
    if review.id:
        return _counted_anew(partnership, command, review.id, review)  # opened exactly once per case
    if review.ruled_out and command.as_of < review.ruled_out_as_of:
        # The reclassification overtook this submission on its way here.
        return [] if review.set_aside else [SubmissionSetAside(**command.model_dump())]
    due = rapid_review_due(command.submitted_at, command.incident_aware_at, occasion.at)
    return _opened(partnership, command.notification, due, occasion)


def _counted_anew(
    partnership: Partnership, command: OpenRapidReview, id_: UUID, review: RapidReview
) -> list[Event]:
    """From a later submission, after the Panel had refused the first. What nobody can count from moves nothing."""
    duty = review.duty
    if duty is None or not duty.open:
        return []  # sent, or none is owed
    assert isinstance(duty.due.start, datetime), "a clock that starts at an instant"
    due = rapid_review_due(command.submitted_at, command.incident_aware_at, duty.due.start)
    if due.start_on <= duty.due.start_on:
        return []  # a repeat, or counted from awareness
    recounted = RapidReviewRecounted(
        rapid_review=id_,
        submitted_at=command.submitted_at,
        previous_due_on=duty.due.due_on,
        due_on=due.due_on,
    )
    return [
        recounted,
        *duties.fell_away(duty, SUBMITTED_LATER),
        _owed(partnership, id_, due, review.times_reopened + 1),
    ]


def cancel(command: CancelRapidReview, review: RapidReview) -> list[Event]:
    if command.as_of and command.as_of <= max(review.ruled_out_as_of, review.ruled_in_as_of):
        return []  # known, or class A again since
    if review.id is None:
        if not command.as_of:
            return []  # withdrawn before it was ever submitted: nothing to end
        return [RapidReviewRuledOut(as_of=command.as_of, reason=command.reason)]
    if review.submitted or review.cancelled:
        return []  # the Panel has it, and it stands; or it is cancelled already
    return [
        RapidReviewCancelled(rapid_review=review.id, reason=command.reason),
        *duties.fell_away(review.duty, command.reason),
        *dispatching.withdrawn(review.dispatches, review.id, command.reason),
    ]


def reopen(
    partnership: Partnership, command: ReopenRapidReview, review: RapidReview, occasion: Occasion
) -> list[Event]:
    """Time runs afresh from the day on which the incident is of class A again: until then nothing was owed."""
    if command.as_of <= max(review.ruled_out_as_of, review.ruled_in_as_of):
        return []  # known
    if review.id is None:
        return _ruled_in(partnership, command, review, occasion)
    if review.submitted or not review.cancelled:
        return []  # it stands
    return [
        RapidReviewReopened(rapid_review=review.id, as_of=command.as_of),
        _owed(partnership, review.id, _afresh(occasion.at), review.times_reopened + 1),
    ]


def _ruled_in(
    partnership: Partnership, command: ReopenRapidReview, review: RapidReview, occasion: Occasion
) -> list[Event]:
    """The Panel may have the notification already; if not, its submission opens a rapid review in due course."""
    if not review.ruled_out:
        return []
    opened: list[Event] = []
    if review.set_aside:
        opened = _opened(partnership, review.set_aside.notification, _afresh(occasion.at), occasion)
    return [RapidReviewRuledIn(as_of=command.as_of), *opened]


def _afresh(at: datetime) -> Due:
    return rapid_review_due(at, at, at)


def _opened(partnership: Partnership, notification: UUID, due: Due, occasion: Occasion) -> list[Event]:
    id_ = occasion.new_id("rapid-review")
    return [RapidReviewOpened(rapid_review=id_, notification=notification), _owed(partnership, id_, due)]


def _owed(partnership: Partnership, id_: UUID, due: Due, times_reopened: int = 0) -> DutyArose:
    return DutyArose(
        duty=duty_of(id_, times_reopened),
        about=id_,
        owed_to=panel_of(partnership).id,
        strength=policy(due.policy).rule(due.rule).strength,
        due=due,
    )
