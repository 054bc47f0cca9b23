"""A holiday proclaimed since the calendar was packaged, and a due date counted again with it.

Precedent: Monday 8 May 2023, proclaimed for the Coronation six months before. Policy and start stay as they were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from shared.calendar import CIVIL, WEEKEND, WorkingCalendar, calendar_of
from shared.deadline import Due
from shared.edition import CALENDARS, CalendarName
from shared.policy import policy


class Holiday(BaseModel):
    """A day that is no working day in `place` after all. `any-uk`: only somewhere outside England and Wales."""

    model_config = ConfigDict(frozen=True)

    place: CalendarName
    day: date
    name: str

    def counts_in(self, calendar: str) -> bool:
        """A holiday of England and Wales is one in any part of the UK too (Freedom of Information Act s10(6))."""
        return calendar in (self.place, "any-uk")


_Holiday = TypeVar("_Holiday", bound=Holiday)


@dataclass(frozen=True)
class Recount:
    """`due` as it is by the holidays of now, and those that change it: new to it, or withdrawn."""

    due: Due
    because: tuple[Holiday, ...]


def extended_by(calendar: WorkingCalendar, holidays: Iterable[Holiday]) -> WorkingCalendar:
    """With those of its place and years; of another year nothing is known by one more day."""
    for it in holidays:
        if it.counts_in(calendar.name) and calendar.covers_from <= it.day <= calendar.covers_to:
            calendar = calendar.extended(it.day, it.name)
    return calendar


def recounted(
    due: Due, holidays: Iterable[Holiday], until: date | None = None, withdrawn: Iterable[Holiday] = ()
) -> Recount | None:
    """By the same policy, from the same start; None when no holiday changes it.

    Only days inside the period come into its calendar's version, and those up to `until`: the days by which what
    was missed is late. `withdrawn`: proclaimed by mistake; what was counted by them is counted without, unless one
    of `holidays` is of the same day. Raises `BeyondCalendar`.
    """
    if due.calendar == CIVIL:
        return None  # months, hours and years run over holidays
    counted_by = calendar_of(due.calendar)
    valid = [it for it in holidays if it.counts_in(counted_by.name)]
    gone = _gone(counted_by, valid, withdrawn)
    before = reduce(lambda calendar, it: calendar.without(it.day), gone, counted_by)
    suitable = [it for it in valid if _new_to(before, it.day)]
    if not suitable and not gone:
        return None
    whole = _counted(due, extended_by(before, suitable))
    days = (due.start_on, due.due_on, whole.due_on, *([until] if until else []))
    inside = tuple(it for it in suitable if min(days) < it.day <= max(days))
    again = _counted(due, extended_by(before, inside))
    return Recount(again, (*inside, *gone)) if again != due else None


def _gone(
    calendar: WorkingCalendar, valid: Sequence[Holiday], withdrawn: Iterable[Holiday]
) -> tuple[Holiday, ...]:
    """Those that it counts by and should not; not what another part of the UK has of its own on that day."""
    still = {it.day for it in valid} | _packaged(calendar.name)
    counted = (it for it in withdrawn if it.counts_in(calendar.name) and it.day in calendar.added)
    return tuple(last_of_each(it for it in counted if it.day not in still))


def _packaged(name: str) -> set[date]:
    """The days that are holidays there without anybody's proclaiming them here."""
    return {day for each, made in CALENDARS.items() if each == name for day in made().holidays}


def last_of_each(those: Iterable[_Holiday]) -> list[_Holiday]:
    """One for each place and day: it may have been proclaimed and taken back more than once, then the last."""
    return list({(it.place, it.day): it for it in those}.values())


def _new_to(calendar: WorkingCalendar, day: date) -> bool:
    """Not counted by yet, unless the packaged data have learned of it since; a weekend is nobody's working day."""
    return day not in calendar.added and day.weekday() not in WEEKEND


def _counted(due: Due, calendar: WorkingCalendar) -> Due:
    return policy(due.policy).deadline(due.rule, due.start, calendar).due()
