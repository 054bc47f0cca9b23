"""How long until a date, in the words people count with."""

from dataclasses import dataclass
from datetime import date

from services.console.words import plural
from shared.calendar import BeyondCalendar, WorkingCalendar, england_and_wales
from shared.deadline import working_days_late
from shared.duties.bands import Band, band

MOST_DAYS_COUNTED_ONE_BY_ONE = 60


@dataclass(frozen=True)
class Countdown:
    """`words` say it all; `band` is for the eye and for sorting."""

    words: str
    band: Band


def countdown(due_on: date, today: date, calendar: WorkingCalendar | None = None) -> Countdown:
    """From one London date to another: "in 3 working days", "today", "2 working days overdue".

    `calendar` is what the date was counted by, holidays proclaimed since among it.
    """
    return Countdown(_words(due_on, today, calendar or england_and_wales()), band(due_on, today, calendar))


def _words(due_on: date, today: date, calendar: WorkingCalendar) -> str:
    days = (due_on - today).days
    if days == 0:
        return "today"
    working = _working_days(min(due_on, today), max(due_on, today), calendar)
    return _overdue(-days, working) if days < 0 else _ahead(days, working)


def _overdue(days: int, working: int | None) -> str:
    """Late by a weekend is late, though by no working day."""
    return f"{plural(days, 'day') if not working else plural(working, 'working day')} overdue"


def _ahead(days: int, working: int | None) -> str:
    if days > MOST_DAYS_COUNTED_ONE_BY_ONE:
        return f"in {plural(days // 7, 'week')}"
    return f"in {plural(working, 'working day') if working else plural(days, 'day')}"


def _working_days(first: date, last: date, calendar: WorkingCalendar) -> int | None:
    """None where the bank holidays are not known."""
    try:
        return working_days_late(first, last, calendar)
    except BeyondCalendar:
        return None
