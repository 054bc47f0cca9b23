"""Due dates worked by hand, each by the policy of its day."""

from datetime import UTC, date, datetime

import pytest

from services.reviews.commands import OpenRapidReview
from services.reviews.decider.dates import practice_review_due
from shared.deadline import Due
from shared.events.duties import DutyArose
from shared.testing import Given
from tests.reviews import examples as ex


def due(submitted_at: datetime, aware_at: datetime) -> Due:
    command = OpenRapidReview(
        notification=ex.NOTIFICATION, submitted_at=submitted_at, incident_aware_at=aware_at, as_of=1
    )
    arose = Given(ex.decider()).when(command, at=ex.SUBMITTED_AT).then_one(DutyArose)
    found: Due = arose.due
    return found


@pytest.mark.parametrize(
    ("submitted_at", "due_on"),
    [
        # Early May bank holiday on Mon 4 May.
        (datetime(2026, 4, 13, 14, 0, tzinfo=UTC), date(2026, 5, 5)),
        # Late, and so its rapid review runs from the day it was sent.
        (datetime(2026, 9, 3, 9, 0, tzinfo=UTC), date(2026, 9, 24)),
        # Sent on the last day in time after a Christmas with a substitute day.
        (datetime(2027, 1, 4, 9, 5, tzinfo=UTC), date(2027, 1, 25)),
        # 23:30 UTC is the next day in London: Wed 1 Jul.
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 22)),
    ],
)
def test_fifteen_working_days_run_from_the_submission(submitted_at: datetime, due_on: date) -> None:
    assert due(submitted_at, ex.AWARE_AT).due_on == due_on


def test_before_june_2025_they_ran_from_awareness() -> None:
    aware, submitted = datetime(2024, 3, 4, 10, tzinfo=UTC), datetime(2024, 3, 8, 10, tzinfo=UTC)
    found = due(submitted, aware)
    assert (found.policy, found.start_on, found.due_on) == ("2023", date(2024, 3, 4), date(2024, 3, 25))


def test_the_policy_is_that_of_the_day_of_submission_not_of_awareness() -> None:
    aware, submitted = datetime(2025, 5, 28, 10, tzinfo=UTC), datetime(2025, 6, 2, 10, tzinfo=UTC)
    found = due(submitted, aware)
    assert (found.policy, found.start_on, found.due_on) == ("2025", date(2025, 6, 2), date(2025, 6, 23))


def test_a_submission_dated_before_the_duty_is_counted_from_when_it_was_recorded() -> None:
    found = due(datetime(1999, 1, 4, tzinfo=UTC), datetime(1999, 1, 1, tzinfo=UTC))
    assert (found.start_on, found.due_on) == (date(2026, 4, 13), date(2026, 5, 5))


@pytest.mark.parametrize("decided_on", [date(2026, 8, 28), date(2026, 8, 31)])
def test_six_months_from_the_end_of_august_end_with_february(decided_on: date) -> None:
    assert practice_review_due(decided_on).due_on == date(2027, 2, 28)


def test_the_six_months_run_from_the_decision_not_from_when_it_was_recorded() -> None:
    assert ex.initiated.due.start == ex.DECIDED_ON
    assert ex.initiated.due.due_on == date(2026, 10, 29)
