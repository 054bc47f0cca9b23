"""Which open duties a proclaimed holiday moves: a timetable that counts them again, and a look beforehand."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from pydantic import BaseModel

from shared.calendar import BeyondCalendar, london_date
from shared.deadline import Due, start_of_local_day
from shared.duties.board import DutyRow, outstanding
from shared.duties.holidays import proclaimed
from shared.duties.recount import RecountDeadline
from shared.event_log import Database
from shared.proclaimed import Holiday, recounted
from shared.worker import Todo

# Those that a holiday may concern; whether it does, `recounted` says. What was missed is late by fewer days.
_CONCERNED = """
SELECT d.* FROM duties d WHERE d.state IN ('open', 'missed') AND EXISTS (
    SELECT 1 FROM proclaimed_holidays h WHERE position('+' || to_char(h.day, 'YYYY-MM-DD') IN d.calendar) = 0
    AND (h.day BETWEEN least(d.start_on, d.due_on) AND greatest(d.start_on, d.due_on)
         OR d.state = 'missed' AND h.day BETWEEN d.due_on AND $1))
ORDER BY d.due_on, d.duty
"""
_NEXT = """
SELECT min(h.day) FROM proclaimed_holidays h WHERE h.day > $1 AND EXISTS (
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
    """A recount for each duty that was not counted by a holiday it should be."""
    today = london_date(now)
    rows = [DutyRow(**row) for row in await db.fetch(_CONCERNED, today)]
    return list(_todos(rows, await proclaimed(db), today)) if rows else []


async def next_at(db: Database, now: datetime) -> datetime | None:
    """When the next holiday begins that makes what was missed late by no further working day."""
    day = await db.fetchval(_NEXT, london_date(now))
    return start_of_local_day(day) if day else None


async def would_move(db: Database, holiday: Holiday) -> list[Moved]:
    """What becomes of the open duties if that day is proclaimed; nothing is changed. Those due first come first.

    A date that would lie beyond the known holidays is left out: it would stay as it is.
    """
    known = await proclaimed(db)
    return [moved for row in await outstanding(db) for moved in _moved(row, (*known, holiday))]


def _todos(rows: Sequence[DutyRow], holidays: tuple[Holiday, ...], today: date) -> Iterator[Todo]:
    for row in rows:
        until = today if row.state == "missed" else None
        why = _because(row, holidays, until)
        if why:
            command = RecountDeadline(duty=row.duty, holidays=why, until=until)
            days = ",".join(f"{it.place} {it.day}" for it in why)
            yield Todo(row.subject, command, uuid5(row.duty, f"recount {row.due_on} {row.calendar} by {days}"))


def _because(row: DutyRow, holidays: tuple[Holiday, ...], until: date | None) -> tuple[Holiday, ...]:
    """What nobody can count is asked for all the same: it is refused, and shown among what is stuck."""
    try:
        found = recounted(due_of(row), holidays, until)
    except BeyondCalendar:
        return holidays
    return found.because if found else ()


def _moved(row: DutyRow, holidays: tuple[Holiday, ...]) -> Iterator[Moved]:
    try:
        found = recounted(due_of(row), holidays)
    except BeyondCalendar:
        return
    if found and found.due.due_on != row.due_on:
        yield Moved(**row.model_dump(), would_be_due_on=found.due.due_on)


def due_of(row: DutyRow) -> Due:
    """As the duty's event has it."""
    start = row.start
    start_on = london_date(datetime.fromisoformat(start)) if "T" in start else date.fromisoformat(start)
    return Due.model_validate({**row.model_dump(), "start_on": start_on})
