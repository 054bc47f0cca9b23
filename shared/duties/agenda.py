"""When something is next to be done about open duties: reminders, and noticing that a date has passed."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from shared.calendar import calendar_of
from shared.deadline import Due, end_of_local_day
from shared.duties.reminders import NoticeMissedDeadline, RaiseReminder
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import (
    DeadlineMissed,
    DeadlineRecomputed,
    DutyArose,
    DutyFellAway,
    DutyMet,
    DutyReopened,
    ReminderRaised,
)
from shared.office import hours_before, opens_before
from shared.worker import Todo
from shared.writes import Write

SCHEMA = """
CREATE TABLE duty_agenda (
    subject text NOT NULL, duty uuid NOT NULL, step text NOT NULL, at timestamptz NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (duty, step));
"""
LAST, MISSED = "four office hours", "missed"
OFFICE_HOURS = 4


def steps(due: Due) -> Iterator[tuple[str, datetime]]:
    """(step, instant) for one duty. A take-down is done by itself, so nobody needs reminding."""
    end = due.due_at or end_of_local_day(due.due_on)
    if due.rule != "take-down":
        calendar = calendar_of(due.calendar).guessing()
        yield "two working days", opens_before(due.due_on, 2, calendar)
        yield "one working day", opens_before(due.due_on, 1, calendar)
        yield LAST, hours_before(end, OFFICE_HOURS, calendar)
    yield MISSED, end


def plan(due: Due, known_at: datetime) -> Iterator[tuple[str, datetime]]:
    """What is to be done about a duty known since then.

    Who learns of it late needs no reminder of last week, but one there is always: the last, at once if need be.
    """
    return ((step, at) for step, at in steps(due) if at > known_at or step in (LAST, MISSED))


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case DutyArose(duty=duty, due=due):
            _plan(write, recorded, duty, due, "")
        case DutyReopened(duty=duty, due=due, times=times):
            _plan(write, recorded, duty, due, f"/{times}")
        case DeadlineRecomputed(duty=duty, old=old, new=new) if new.due_on != old.due_on:
            write("DELETE FROM duty_agenda WHERE duty = $1", duty)
            _plan(write, recorded, duty, new, f"/{recorded.id}")
        case ReminderRaised(duty=duty, step=step):
            write("DELETE FROM duty_agenda WHERE duty = $1 AND step = $2", duty, step)
        case DeadlineMissed(duty=duty) | DutyMet(duty=duty) | DutyFellAway(duty=duty):
            write("DELETE FROM duty_agenda WHERE duty = $1", duty)


def _plan(write: Write, recorded: Recorded, duty: UUID, due: Due, again: str) -> None:
    """The same step of a duty that was opened or counted again is another thing to do, and has another name."""
    for step, at in plan(due, recorded.time):
        name = f"{step}{again}"
        write("INSERT INTO duty_agenda VALUES ($1, $2, $3, $4, $5)", recorded.subject, duty, step, at, name)


async def due(db: Database, now: datetime) -> list[Todo]:
    """Reminders and missed dates whose time has come, oldest first."""
    rows = await db.fetch("SELECT * FROM duty_agenda WHERE at <= $1 ORDER BY at, duty, step LIMIT 100", now)
    return [
        Todo(
            subject=row["subject"],
            command=NoticeMissedDeadline(duty=row["duty"])
            if row["step"] == MISSED
            else RaiseReminder(duty=row["duty"], step=row["step"]),
            id=uuid5(row["duty"], row["name"]),
        )
        for row in rows
    ]


async def next_at(db: Database, now: datetime) -> datetime | None:
    found: datetime | None = await db.fetchval("SELECT min(at) FROM duty_agenda WHERE at > $1", now)
    return found
