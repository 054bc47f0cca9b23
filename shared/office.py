"""Office hours: when somebody is there to be told. Nine to five in London on a working day.

No source gives hours; a reminder at midnight would remind nobody.
"""

from datetime import UTC, date, datetime, time, timedelta

from shared.calendar import LONDON, WorkingCalendar, london_date
from shared.deadline import working_days_before

OPENS, CLOSES = time(9), time(17)
_DAY = timedelta(days=1)


def opens(day: date) -> datetime:
    """Nine o'clock in London on `day`, as UTC."""
    return datetime.combine(day, OPENS, LONDON).astimezone(UTC)


def closes(day: date) -> datetime:
    """Five o'clock in London on `day`, as UTC."""
    return datetime.combine(day, CLOSES, LONDON).astimezone(UTC)


def opens_before(day: date, working_days: int, calendar: WorkingCalendar) -> datetime:
    """When the office opens so many working days before `day`, itself not counted. Raises `BeyondCalendar`."""
    return opens(working_days_before(day, working_days, calendar))


def hours_before(end: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    """The instant from which `hours` of office time are left before `end`. Raises `BeyondCalendar`.

    A day that ends at midnight ends for the office at five; one that is no working day, on the last before it.
    """
    left, day = timedelta(hours=hours), london_date(end)
    while True:
        until = min(end, closes(day)) if calendar.is_working_day(day) else opens(day)
        if until - left >= opens(day):
            return until - left
        left -= max(timedelta(0), until - opens(day))
        day -= _DAY
