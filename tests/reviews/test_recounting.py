"""Refused and submitted later: the rapid review's time runs from the receipt that was not refused.

Submitted again on Mon 20 April 2026. Fifteen working days: 21=1, 22=2, 23=3, 24=4, 27=5, 28=6, 29=7, 30=8,
Fri 1 May=9, (Mon 4 May is a bank holiday), 5=10, 6=11, 7=12, 8=13, 11=14, Tue 12 May=15.
"""

from datetime import UTC, date, datetime
from uuid import uuid5

from services.reviews.commands import OpenRapidReview, SubmitRapidReview
from services.reviews.decider.dates import rapid_review_due
from shared.events.dispatch import DispatchDue
from shared.events.duties import DutyArose, DutyFellAway
from shared.events.reviews import RapidReviewRecounted
from shared.testing import Given
from tests.reviews import examples as ex

given = Given(ex.decider()).given
AGAIN_AT = datetime(2026, 4, 20, 14, 0, tzinfo=UTC)
AGAIN_DUE_ON = date(2026, 5, 12)
again = ex.open_it.model_copy(update={"submitted_at": AGAIN_AT})
recounted = (
    RapidReviewRecounted(
        rapid_review=ex.REVIEW, submitted_at=AGAIN_AT, previous_due_on=ex.DUE_ON, due_on=AGAIN_DUE_ON
    ),
    DutyFellAway(duty=ex.DUTY, reason="the Panel had refused the notification, and took it later"),
    DutyArose(
        duty=uuid5(ex.REVIEW, "duty/1"),
        about=ex.REVIEW,
        owed_to="national-panel",
        strength="should",
        due=rapid_review_due(AGAIN_AT, ex.AWARE_AT, AGAIN_AT),
    ),
)


def test_the_time_runs_from_the_receipt_that_was_not_refused_and_the_old_date_is_kept() -> None:
    given(*ex.opened).when(again, at=AGAIN_AT).then(*recounted)
    assert recounted[2].due.due_on == AGAIN_DUE_ON  # type: ignore[attr-defined]


def test_submitted_again_on_the_same_day_nothing_moves() -> None:
    an_hour_later = ex.open_it.model_copy(update={"submitted_at": ex.SUBMITTED_AT.replace(hour=15)})
    given(*ex.opened).when(an_hour_later).then_nothing()


def test_counted_anew_once_and_never_back_to_the_first() -> None:
    given(*ex.opened, *recounted).when(again, at=ex.LATER).then_nothing()
    given(*ex.opened, *recounted).when(ex.open_it, at=ex.LATER).then_nothing()


def test_what_is_sent_afterwards_is_due_by_the_new_date() -> None:
    sent = given(*ex.decided, *recounted).when(SubmitRapidReview()).then_one(DispatchDue)
    assert sent.due_on == AGAIN_DUE_ON


def test_a_rapid_review_that_the_panel_has_or_that_ended_is_not_counted_anew() -> None:
    given(*ex.submitted).when(again, at=ex.LATER).then_nothing()
    given(*ex.opened, *ex.cancelled).when(again, at=AGAIN_AT).then_nothing()


def test_counted_from_awareness_as_before_june_2025_a_later_receipt_moves_nothing() -> None:
    aware = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
    before = OpenRapidReview(
        notification=ex.NOTIFICATION, submitted_at=aware.replace(day=6), incident_aware_at=aware, as_of=5
    )
    opened = given().when(before, at=before.submitted_at).happened
    later = before.model_copy(update={"submitted_at": aware.replace(day=10)})
    given(*opened).when(later, at=later.submitted_at).then_nothing()


def test_a_receipt_from_before_there_was_a_duty_moves_nothing() -> None:
    uncounted = ex.open_it.model_copy(update={"submitted_at": datetime(1999, 1, 4, tzinfo=UTC)})
    given(*ex.opened).when(uncounted, at=ex.LATER).then_nothing()
