"""How near a date is, in the five bands that a duty board has."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from shared.calendar import WorkingCalendar, england_and_wales

Band = Literal["overdue", "today", "one working day", "two working days", "later"]
BANDS: tuple[Band, ...] = ("overdue", "today", "one working day", "two working days", "later")
_DAY = timedelta(days=1)


def ends(today: date, calendar: WorkingCalendar | None = None) -> dict[Band, date]:
    """The last London date in each band. On a Friday, Monday and the days before it are one working day away.

    `calendar`: what a date was counted by; that of England and Wales as packaged, where many dates are asked of.
    """
    working = _working_days_after(today, (calendar or england_and_wales()).guessing())
    last = (today - _DAY, today, next(working), next(working), date.max)
    return dict(zip(BANDS, last, strict=True))


def band(due_on: date, today: date, calendar: WorkingCalendar | None = None) -> Band:
    """Both are London dates."""
    if due_on < today:
        return "overdue"  # of thousands, no two days ahead are counted
    return next(name for name, last in ends(today, calendar).items() if due_on <= last)


def _working_days_after(day: date, calendar: WorkingCalendar) -> Iterator[date]:
    while True:
        day += _DAY
        if calendar.is_working_day(day):
            yield day
