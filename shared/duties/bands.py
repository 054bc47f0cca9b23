"""How near a date is, in the five bands that a duty board has."""

from datetime import date
from typing import Literal, get_args

from shared.calendar import england_and_wales
from shared.deadline import working_days_before

Band = Literal["overdue", "today", "one working day", "two working days", "later"]
BANDS: tuple[Band, ...] = get_args(Band)


def band(due_on: date, today: date) -> Band:
    """Both are London dates. On a Friday, what is due on Monday is one working day away."""
    if due_on <= today:
        return "overdue" if due_on < today else "today"
    calendar = england_and_wales().guessing()
    if working_days_before(due_on, 1, calendar) <= today:
        return "one working day"
    return "two working days" if working_days_before(due_on, 2, calendar) <= today else "later"
