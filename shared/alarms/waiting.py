"""Mails that are still to tell somebody of a date that is near or was missed. What is over is told to nobody."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import (
    DeadlineMissed,
    DeadlineRecomputed,
    DutyFellAway,
    DutyMet,
    ReminderMailed,
    ReminderRaised,
    ReminderUndeliverable,
)
from shared.writes import Write

SCHEMA = """
CREATE TABLE duty_alarms (
    event uuid NOT NULL, subject text NOT NULL, duty uuid NOT NULL, step text NOT NULL, role text NOT NULL,
    escalated boolean NOT NULL, due_on date NOT NULL, raised_at timestamptz NOT NULL,
    PRIMARY KEY (duty, step));
"""


class AlarmRow(BaseModel):
    """`event` is the reminder's, or that of the missed date."""

    event: UUID
    subject: str
    duty: UUID
    step: str
    role: str
    escalated: bool
    due_on: date
    raised_at: datetime
    rule: str
    owed_to: str
    strength: str
    due_at: datetime | None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case ReminderRaised(step=step, role=role, escalated=escalated) as it if role:
            _raised(write, recorded, it, step, escalated)
        case DeadlineMissed(role=role) as it if role:
            _raised(write, recorded, it, "missed", True)
        case ReminderMailed(duty=duty, step=step) | ReminderUndeliverable(duty=duty, step=step):
            write("DELETE FROM duty_alarms WHERE duty = $1 AND step = $2", duty, step)
        case DeadlineRecomputed(duty=duty, old=old, new=new) if new.due_on != old.due_on:
            write("DELETE FROM duty_alarms WHERE duty = $1", duty)  # it would tell of the old date
        case DutyMet(duty=duty) | DutyFellAway(duty=duty):
            write("DELETE FROM duty_alarms WHERE duty = $1", duty)


def _raised(
    write: Write, recorded: Recorded, it: ReminderRaised | DeadlineMissed, step: str, escalated: bool
) -> None:
    write("DELETE FROM duty_alarms WHERE duty = $1 AND step = $2", it.duty, step)
    write(
        "INSERT INTO duty_alarms VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        recorded.id,
        recorded.subject,
        it.duty,
        step,
        it.role,
        escalated,
        it.due_on,
        recorded.time,
    )


async def letters_due(db: Database) -> list[AlarmRow]:
    """Still to be told, what was raised first before the rest."""
    rows = await db.fetch(
        "SELECT a.*, d.rule, d.owed_to, d.strength, d.due_at FROM duty_alarms a JOIN duties d ON d.duty = a.duty"
        " ORDER BY a.raised_at, a.subject, a.duty, a.step LIMIT 100"
    )
    return [AlarmRow(**row) for row in rows]
