"""When something is next to be done about open duties: reminders, and noticing that a date has passed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from shared.calendar import england_and_wales
from shared.deadline import Due, end_of_local_day, start_of_local_day, working_days_before
from shared.duties.life import NoticeMissedDeadline, RaiseReminder
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import DeadlineMissed, DutyArose, DutyFellAway, DutyMet, DutyReopened, ReminderRaised
from shared.worker import Todo
from shared.writes import Write

SCHEMA = """
CREATE TABLE duty_agenda (
    subject text NOT NULL, duty uuid NOT NULL, step text NOT NULL, at timestamptz NOT NULL,
    times int NOT NULL,
    PRIMARY KEY (duty, step));
"""
OFFICE_OPENS = timedelta(hours=9)
MISSED = "missed"


def steps(due: Due) -> Iterator[tuple[str, datetime]]:
    """(step, instant) for one duty. A take-down is done by itself, so nobody needs reminding."""
    if due.rule != "take-down":
        calendar = england_and_wales().guessing()
        for step, days in (("two working days", 2), ("one working day", 1)):
            day = working_days_before(due.due_on, days, calendar)
            yield step, start_of_local_day(day) + OFFICE_OPENS
        yield "due today", start_of_local_day(due.due_on) + OFFICE_OPENS
    yield MISSED, due.due_at or end_of_local_day(due.due_on)


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case DutyArose(duty=duty, due=due):
            _plan(write, recorded, duty, due, 0)
        case DutyReopened(duty=duty, due=due, times=times):
            _plan(write, recorded, duty, due, times)
        case ReminderRaised(duty=duty, step=step):
            write("DELETE FROM duty_agenda WHERE duty = $1 AND step = $2", duty, step)
        case DeadlineMissed(duty=duty) | DutyMet(duty=duty) | DutyFellAway(duty=duty):
            write("DELETE FROM duty_agenda WHERE duty = $1", duty)


def _plan(write: Write, recorded: Recorded, duty: UUID, due: Due, times: int) -> None:
    for step, at in steps(due):
        if step == MISSED or at > recorded.time:  # whoever decides late needs no reminder of last week
            write("INSERT INTO duty_agenda VALUES ($1, $2, $3, $4, $5)", recorded.subject, duty, step, at, times)


async def due(db: Database, now: datetime) -> list[Todo]:
    """Reminders and missed dates whose time has come, oldest first."""
    rows = await db.fetch("SELECT * FROM duty_agenda WHERE at <= $1 ORDER BY at, duty, step LIMIT 100", now)
    return [
        Todo(
            subject=row["subject"],
            command=NoticeMissedDeadline(duty=row["duty"])
            if row["step"] == MISSED
            else RaiseReminder(duty=row["duty"], step=row["step"]),
            id=uuid5(row["duty"], _name(row["step"], row["times"])),
        )
        for row in rows
    ]


def _name(step: str, times: int) -> str:
    """The same step of a duty that was opened again is another thing to do."""
    return f"{step}/{times}" if times else step


async def next_at(db: Database, now: datetime) -> datetime | None:
    found: datetime | None = await db.fetchval("SELECT min(at) FROM duty_agenda WHERE at > $1", now)
    return found
