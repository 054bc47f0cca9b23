"""Back in class A: a rapid review that a reclassification ended, or kept from opening, is owed after all.

Class A again on Mon 20 April 2026 at 11:00 in London. Fifteen working days: 21=1, 22=2, 23=3, 24=4, 27=5, 28=6,
29=7, 30=8, Fri 1 May=9, (Mon 4 May is a bank holiday), 5=10, 6=11, 7=12, 8=13, 11=14, Tue 12 May=15.
"""

from datetime import UTC, date, datetime
from uuid import uuid5

from services.reviews.commands import SubmitRapidReview
from services.reviews.decider.dates import rapid_review_due
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchWithdrawn
from shared.events.duties import DutyArose, DutyFellAway
from shared.events.reviews import (
    RapidReviewOpened,
    RapidReviewReopened,
    RapidReviewRuledIn,
    RapidReviewRuledOut,
    SubmissionSetAside,
)
from shared.testing import Given
from tests.reviews import examples as ex

given = Given(ex.decider()).given
AGAIN_AT = datetime(2026, 4, 20, 10, tzinfo=UTC)
AGAIN_DUE_ON = date(2026, 5, 12)
AGAIN_DUTY = uuid5(ex.REVIEW, "duty/1")
due = rapid_review_due(AGAIN_AT, AGAIN_AT, AGAIN_AT)
owed_again = DutyArose(duty=AGAIN_DUTY, about=ex.REVIEW, owed_to="national-panel", strength="should", due=due)
reopened = RapidReviewReopened(rapid_review=ex.REVIEW, as_of=7)
again: tuple[Event, ...] = (*ex.opened, *ex.cancelled, reopened, owed_again)
ruled_out = RapidReviewRuledOut(as_of=6, reason=ex.cancel_it.reason)
set_aside = SubmissionSetAside(**ex.open_it.model_dump())


def test_a_cancelled_rapid_review_is_reopened_and_time_runs_afresh() -> None:
    assert due.due_on == AGAIN_DUE_ON
    given(*ex.opened, *ex.cancelled).when(ex.reopen_it, at=AGAIN_AT).then(reopened, owed_again)


def test_one_that_stands_is_not_reopened() -> None:
    given(*ex.opened).when(ex.reopen_it).then_nothing()
    given(*ex.submitted).when(ex.reopen_it).then_nothing()


def test_a_reopened_one_may_end_again_and_be_reopened_again() -> None:
    out = ex.cancel_it.model_copy(update={"as_of": 8})
    ended = given(*again).when(out)
    assert ended.then_one(DutyFellAway).duty == AGAIN_DUTY
    back = ex.reopen_it.model_copy(update={"as_of": 9})
    third = given(*again, *ended.happened).when(back, at=AGAIN_AT)
    assert third.then_one(DutyArose).duty == uuid5(ex.REVIEW, "duty/2")


def test_a_reclassification_that_is_known_already_does_not_end_a_reopened_one() -> None:
    given(*again).when(ex.cancel_it.model_copy(update={"as_of": 7})).then_nothing()


def test_what_was_decided_before_it_ended_stands_and_can_be_sent() -> None:
    history = (*ex.decided, ex.dispatch_due, *ex.cancelled)
    withdrawn = DispatchWithdrawn(dispatch=ex.DISPATCH, reason=ex.cancel_it.reason)
    sent = given(*history, withdrawn, reopened, owed_again).when(SubmitRapidReview())
    due_now = sent.then_one(DispatchDue)
    assert (due_now.revision, due_now.due_on) == (2, AGAIN_DUE_ON)
    assert due_now.dispatch != ex.DISPATCH


def test_a_reopened_one_is_sent_once() -> None:
    history = (*ex.decided, *ex.cancelled, reopened, owed_again)
    (sent,) = given(*history).when(SubmitRapidReview()).happened
    given(*history, sent).when(SubmitRapidReview()).then_nothing()


def test_an_incident_that_was_never_out_of_class_a_needs_nothing() -> None:
    given().when(ex.reopen_it).then_nothing()


def test_back_in_class_a_before_any_submission_the_submission_opens_a_rapid_review() -> None:
    given(ruled_out).when(ex.reopen_it).then(RapidReviewRuledIn(as_of=7))
    ignorant = ex.open_it  # as_of 5: it knew neither of the way out nor of the way back
    given(ruled_out, RapidReviewRuledIn(as_of=7)).when(ignorant, at=ex.SUBMITTED_AT).then(*ex.opened)


def test_back_in_class_a_after_a_submission_that_was_overtaken_the_rapid_review_opens() -> None:
    """The Panel has that notification and is not sent another, so nothing else would open one."""
    opens = given(ruled_out, set_aside).when(ex.reopen_it, at=AGAIN_AT)
    assert opens.then_one(RapidReviewOpened).notification == ex.NOTIFICATION
    assert opens.then_one(DutyArose).due.due_on == AGAIN_DUE_ON


def test_out_of_class_a_for_the_second_time_a_submission_is_overtaken_again() -> None:
    out = ex.cancel_it.model_copy(update={"as_of": 8})
    (second,) = given(ruled_out, RapidReviewRuledIn(as_of=7)).when(out).happened
    assert second == RapidReviewRuledOut(as_of=8, reason=out.reason)
    given(ruled_out, RapidReviewRuledIn(as_of=7), second).when(ex.open_it).then(set_aside)
