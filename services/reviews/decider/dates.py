"""The reviews' dates: what they are counted from, by the policy in force, and what they may be."""

from datetime import date, datetime

from shared.calendar import BeyondCalendar, calendar_of, london_date
from shared.counting import working_days_after
from shared.deadline import Due
from shared.policy import NoPolicyInForce, policy_on


def rapid_review_due(submitted_at: datetime, aware_at: datetime, heard_at: datetime) -> Due:
    """By the policy in force on the day of submission, from the clock that policy names.

    An attested date that nobody can count from (before the duty or the calendar) must not stop everything behind
    it: then time runs from when the submission was recorded.
    """
    try:
        return _rapid_review_due(submitted_at, aware_at)
    except (NoPolicyInForce, BeyondCalendar):
        return _rapid_review_due(heard_at, heard_at)


def _rapid_review_due(submitted_at: datetime, aware_at: datetime) -> Due:
    edition = policy_on(london_date(submitted_at))
    from_awareness = edition.rule("rapid-review").clock == "awareness"  # the Panel's guidance before June 2025
    return edition.deadline("rapid-review", aware_at if from_awareness else submitted_at).due()


def plan_day(rapid_review: Due, working_days: int) -> date:
    """A milestone of the partnership's own plan: so many working days from where the rapid review is counted from.

    By the calendar that its date was counted by last: a holiday proclaimed inside the period moves both. No legal
    date, so beyond the known calendar it counts weekends alone.
    """
    calendar = calendar_of(rapid_review.calendar).guessing()
    return working_days_after(rapid_review.start_on, working_days, calendar)[-1].date


def practice_review_due(decided_on: date) -> Due:
    """Six calendar months from the decision, clamped to the month's end, by the policy of that day."""
    return policy_on(decided_on).deadline("practice-review", decided_on).due()
