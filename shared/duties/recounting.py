"""Which open duties a proclaimed holiday, or one taken back, moves: a timetable that counts them again, and a look
beforehand.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from pydantic import BaseModel

from shared.calendar import BeyondCalendar, london_date
from shared.deadline import Due, start_of_local_day
from shared.duties import holidays
from shared.duties.board import DutyRow, outstanding
from shared.duties.holidays import ProclaimedHoliday, WithdrawnHoliday
from shared.duties.recount import RecountDeadline
from shared.event_log import Database
from shared.proclaimed import Holiday, last_of_each, recounted
from shared.worker import Todo

# Those that a holiday may concern; whether it does, `recounted` says. What was missed is late by fewer days.
_CONCERNED = """
SELECT d.* FROM duties d WHERE d.state IN ('open', 'missed') AND EXISTS (
    SELECT 1 FROM proclaimed_holidays h
    WHERE (h.withdrawn_at IS NULL
           AND ((h.day > d.start_on AND h.day <= d.due_on) OR (h.day < d.start_on AND h.day >= d.due_on)
                OR (d.state = 'missed' AND h.day > d.due_on AND h.day <= $1)))
       OR (h.withdrawn_at IS NOT NULL AND position('+' || to_char(h.day, 'YYYY-MM-DD') IN d.calendar) > 0))
ORDER BY d.due_on, d.duty
"""
_NEXT = """
SELECT min(h.day) FROM proclaimed_holidays h WHERE h.withdrawn_at IS NULL AND h.day > $1 AND EXISTS (
    SELECT 1 FROM duties d WHERE d.state = 'missed')
"""


class Moved(BaseModel):
    """An open duty that a holiday moves: from `due_on` to `would_be_due_on`, both London dates."""

    duty: UUID
    subject: str
    rule: str
    owed_to: str
    due_on: date
    would_be_due_on: date


async def due(db: Database, now: datetime) -> list[Todo]:
    """A recount for each duty that was not counted by a holiday it should be, or by one that is none."""
    today = london_date(now)
    rows = [DutyRow(**row) for row in await db.fetch(_CONCERNED, today)]
    if not rows:
        return []
    return list(_todos(rows, await holidays.rows(db), await holidays.withdrawn(db), today))


async def next_at(db: Database, now: datetime) -> datetime | None:
    """When the next holiday begins that makes what was missed late by no further working day."""
    day = await db.fetchval(_NEXT, london_date(now))
    return start_of_local_day(day) if day else None


async def would_move(db: Database, holiday: Holiday, *, withdrawn: bool = False) -> list[Moved]:
    """What becomes of the open duties if that day is proclaimed, or `withdrawn`; nothing is changed. By date.

    A date that would lie beyond the known holidays is left out: it would stay as it is.
    """
    known = await holidays.proclaimed(db)
    gone: tuple[Holiday, ...] = (holiday,) if withdrawn else ()
    then = tuple(it for it in known if (it.place, it.day) != (holiday.place, holiday.day))
    counted = then if withdrawn else (*then, holiday)
    return [moved for row in await outstanding(db) for moved in _moved(row, counted, gone)]


def _todos(
    rows: Sequence[DutyRow],
    known: Sequence[ProclaimedHoliday],
    gone: Sequence[WithdrawnHoliday],
    today: date,
) -> Iterator[Todo]:
    for row in rows:
        until = today if row.state == "missed" else None
        why = _because(row, known, gone, until)
        if why:
            added, taken = _plain(why, known), _plain(why, gone)
            command = RecountDeadline(duty=row.duty, holidays=added, until=until, withdrawn=taken)
            yield Todo(row.subject, command, _name(row, why))


def _name(row: DutyRow, why: Sequence[ProclaimedHoliday]) -> UUID:
    """A day that is proclaimed again after it was taken back is another thing to count by."""
    days = ",".join(f"{it.place} {it.day} by {it.said}" for it in why)
    return uuid5(row.duty, f"recount {row.due_on} {row.calendar} by {days}")


def _plain(why: Sequence[ProclaimedHoliday], those: Sequence[ProclaimedHoliday]) -> tuple[Holiday, ...]:
    once = last_of_each(it for it in why if it in those)
    return tuple(Holiday(place=it.place, day=it.day, name=it.name) for it in once)


def _because(
    row: DutyRow, known: Sequence[ProclaimedHoliday], gone: Sequence[WithdrawnHoliday], until: date | None
) -> list[ProclaimedHoliday]:
    """What nobody can count is asked for all the same: it is refused, and shown among what is stuck."""
    try:
        found = recounted(due_of(row), known, until, gone)
    except BeyondCalendar:
        return [*known, *gone]
    return [it for it in (*known, *gone) if found and it in found.because]


def _moved(row: DutyRow, known: Sequence[Holiday], gone: Sequence[Holiday]) -> Iterator[Moved]:
    try:
        found = recounted(due_of(row), known, withdrawn=gone)
    except BeyondCalendar:
        return
    if found and found.due.due_on != row.due_on:
        yield Moved(**row.model_dump(), would_be_due_on=found.due.due_on)


def due_of(row: DutyRow) -> Due:
    """As the duty's event has it."""
    start = row.start
    start_on = london_date(datetime.fromisoformat(start)) if "T" in start else date.fromisoformat(start)
    return Due.model_validate({**row.model_dump(), "start_on": start_on})
