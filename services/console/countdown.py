"""How long until a date, in the words people count with."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.console.words import plural
from shared.calendar import BeyondCalendar, england_and_wales
from shared.deadline import working_days_late

Band = Literal["overdue", "today", "soon", "later"]
SOON_WORKING_DAYS = 2
MOST_DAYS_COUNTED_ONE_BY_ONE = 60


@dataclass(frozen=True)
class Countdown:
    """`words` say it all; `band` is for the eye and for sorting."""

    words: str
    band: Band


def countdown(due_on: date, today: date) -> Countdown:
    """From one London date to another: "in 3 working days", "today", "2 working days overdue"."""
    days = (due_on - today).days
    if days == 0:
        return Countdown("today", "today")
    working = _working_days(min(due_on, today), max(due_on, today))
    if days < 0:
        return Countdown(_overdue(-days, working), "overdue")
    soon = days <= SOON_WORKING_DAYS or (working is not None and working <= SOON_WORKING_DAYS)
    return Countdown(_ahead(days, working), "soon" if soon else "later")


def _overdue(days: int, working: int | None) -> str:
    """Late by a weekend is late, though by no working day."""
    return f"{plural(days, 'day') if not working else plural(working, 'working day')} overdue"


def _ahead(days: int, working: int | None) -> str:
    if days > MOST_DAYS_COUNTED_ONE_BY_ONE:
        return f"in {plural(days // 7, 'week')}"
    return f"in {plural(working, 'working day') if working else plural(days, 'day')}"


def _working_days(first: date, last: date) -> int | None:
    """None where the bank holidays are not known."""
    try:
        return working_days_late(first, last, england_and_wales())
    except BeyondCalendar:
        return None
