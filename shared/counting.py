"""How each kind of period is counted: every step shown, so that a due date can be explained.

The day of the event is day 0 and is not counted (Marren v Dawson Bentley [1961] 2 QB 135).
Every function returns the steps in the order they are counted; the last one is the answer.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from shared.calendar import LONDON, WorkingCalendar, england_and_wales

Steps = tuple["CountedDay", ...]
ONE_DAY = timedelta(days=1)
MONTHS_IN_YEAR = 12


class CountedDay(BaseModel):
    """One step of a count: `number` when it was counted (0 is day 0), else why it was skipped."""

    model_config = ConfigDict(frozen=True)

    date: date
    number: int | None = None
    skipped_because: str | None = None
    note: str | None = None

    @property
    def remark(self) -> str:
        """Whatever there is to say of this day, or nothing."""
        return self.skipped_because or self.note or ""


def working_days_after(start_on: date, amount: int, calendar: WorkingCalendar) -> Steps:
    """Day 0, then each day until `amount` working days are counted. Raises `BeyondCalendar`."""
    return _walk(start_on, amount, calendar, ONE_DAY)


def next_working_day(day: date) -> date:
    """For what no law dates: beyond the holidays that are known weekends count alone."""
    return working_days_after(day, 1, england_and_wales().guessing())[-1].date


def working_days_back(start_on: date, amount: int, calendar: WorkingCalendar) -> Steps:
    """The same, towards the past: "no later than 7 working days before" `start_on`.

    No source says how to count it. We exclude `start_on` and take the 7th working day backwards,
    which leaves the reader seven working days whichever way the guidance is read.
    """
    return _walk(start_on, amount, calendar, -ONE_DAY)


def months_after(start_on: date, months: int) -> Steps:
    """Day 0, then the corresponding date of each month (Dodds v Walker [1981] 1 WLR 1027).

    A month too short for it gives its last day. The end is not moved to a working day: nothing
    in the guidance says so, and the earlier date is the safe one to warn about.
    """
    steps = [_corresponding_day(start_on, month) for month in range(1, months + 1)]
    return (_day_0(start_on), *steps)


def hours_after(start: datetime, hours: int) -> Steps:
    """The start and the end, `hours` elapsed hours apart, whatever the clocks do between."""
    due_at = elapsed(start, hours)
    began, ends = start.astimezone(LONDON), due_at.astimezone(LONDON)
    changed = began.utcoffset() != ends.utcoffset()
    remark = "; the clocks changed, and elapsed hours count" if changed else ""
    return (
        CountedDay(date=began.date(), number=0, note=f"{began:%H:%M %Z}"),
        CountedDay(date=ends.date(), number=hours, note=f"{ends:%H:%M %Z}{remark}"),
    )


def elapsed(start: datetime, hours: int) -> datetime:
    """The UTC instant `hours` elapsed hours after an aware `start`."""
    return start.astimezone(UTC) + timedelta(hours=hours)


def years_fully_run(start_on: date, years: int) -> Steps:
    """Day 0, the anniversary, and the first day after the anniversary has fully run."""
    ends = anniversary(start_on, years)
    return (
        _day_0(start_on),
        CountedDay(date=ends, number=years, note=f"anniversary{_moved(start_on, ends)}"),
        CountedDay(date=ends + ONE_DAY, note="the anniversary has fully run"),
    )


def anniversary(day: date, years: int) -> date:
    """The same date `years` later; 29 February gives 1 March in a common year.

    That is how a birthday is kept in England and Wales, and for a report that must stay public for
    a year it errs towards leaving it up.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        if (day.month, day.day) != (2, 29):  # then it is the year that does not exist
            raise
        return date(day.year + years, 3, 1)


def _walk(start_on: date, amount: int, calendar: WorkingCalendar, step: timedelta) -> Steps:
    if amount < 1:
        raise ValueError(f"cannot count {amount} working days: at least 1 is needed")
    return (_day_0(start_on), *_days_from(start_on, amount, calendar, step))


def _days_from(day: date, amount: int, calendar: WorkingCalendar, step: timedelta) -> Iterator[CountedDay]:
    number = 0
    while number < amount:
        day += step
        reason = calendar.why_not(day)
        if reason is None:
            number += 1
            yield CountedDay(date=day, number=number)
        else:
            yield CountedDay(date=day, skipped_because=reason)


def _corresponding_day(start_on: date, months: int) -> CountedDay:
    years, month_index = divmod(start_on.month - 1 + months, MONTHS_IN_YEAR)
    year, month = start_on.year + years, month_index + 1
    last = monthrange(year, month)[1]
    day = date(year, month, min(start_on.day, last))
    note = f"no day {start_on.day} in {day:%B %Y}: its last day" if start_on.day > last else None
    return CountedDay(date=day, number=months, note=note)


def _moved(start_on: date, ends: date) -> str:
    return "" if start_on.day == ends.day else f"; no 29 February in {ends.year}, so 1 March"


def _day_0(start_on: date) -> CountedDay:
    return CountedDay(date=start_on, number=0, note="day 0, not counted")
