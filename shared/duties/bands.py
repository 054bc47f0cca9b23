"""How near a date is, in the five bands that a duty board has."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from shared.calendar import england_and_wales

Band = Literal["overdue", "today", "one working day", "two working days", "later"]
BANDS: tuple[Band, ...] = ("overdue", "today", "one working day", "two working days", "later")
_DAY = timedelta(days=1)


def ends(today: date) -> dict[Band, date]:
    """The last London date in each band. On a Friday, Monday and the days before it are one working day away."""
    working = _working_days_after(today)
    last = (today - _DAY, today, next(working), next(working), date.max)
    return dict(zip(BANDS, last, strict=True))


def band(due_on: date, today: date) -> Band:
    """Both are London dates."""
    return next(name for name, last in ends(today).items() if due_on <= last)


def _working_days_after(day: date) -> Iterator[date]:
    calendar = england_and_wales().guessing()
    while True:
        day += _DAY
        if calendar.is_working_day(day):
            yield day
