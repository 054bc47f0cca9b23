"""Every notification and where it stands."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Event, Recorded
from shared.events.notifier import (
    NotificationApproved,
    NotificationDrafted,
    NotificationOpened,
    NotificationReclassified,
    NotificationRecounted,
    NotificationRefused,
    NotificationReinstated,
    NotificationSubmitted,
    NotificationSuperseded,
    NotificationWithdrawn,
)
from shared.writes import Write

SCHEMA = """
CREATE TABLE notifications (
    subject text PRIMARY KEY, notification uuid NOT NULL, trigger_class text NOT NULL, state text NOT NULL,
    clock_starts_at timestamptz NOT NULL, revision int NOT NULL DEFAULT 0, drafted_by text,
    approved_by text, submitted_at timestamptz, state_before text);
"""


class NotificationRow(BaseModel):
    """state: drafting, drafted, approved, submitted, withdrawn; superseded by that of another case."""

    subject: str
    notification: UUID
    trigger_class: str
    state: str
    clock_starts_at: datetime
    revision: int
    drafted_by: str | None
    approved_by: str | None
    submitted_at: datetime | None


_SET = "UPDATE notifications SET {} WHERE subject = $1"


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case NotificationOpened() as it:
            write(
                "INSERT INTO notifications (subject, notification, trigger_class, state, clock_starts_at)"
                " VALUES ($1, $2, $3, 'drafting', $4)",
                case,
                it.notification,
                it.trigger_class,
                it.clock_starts_at,
            )
        case NotificationDrafted(revision=revision, drafter=drafter):
            change = "state = 'drafted', revision = $2, drafted_by = $3"
            write(_SET.format(change), case, revision, drafter)
        case NotificationApproved():
            change = "state = 'approved', approved_by = $2"
            write(_SET.format(change), case, recorded.actor)
        case NotificationSubmitted(submitted_at=at):
            write(_SET.format("state = 'submitted', submitted_at = $2"), case, at)
        case NotificationRefused():
            write(_SET.format("state = 'approved', submitted_at = NULL"), case)
        case _:
            _on_another_footing(write, case, recorded.data)


def _on_another_footing(write: Write, case: str, event: Event | None) -> None:
    match event:
        case NotificationReclassified(trigger_class=trigger_class):
            change = "state = 'drafting', trigger_class = $2, approved_by = NULL"
            write(_SET.format(change), case, trigger_class)
        case NotificationWithdrawn():
            write(_SET.format("state = 'withdrawn'"), case)
        case NotificationSuperseded():
            write(_SET.format("state_before = state, state = 'superseded'"), case)
        case NotificationReinstated(clock_starts_at=at):
            change = "state = state_before, state_before = NULL, clock_starts_at = $2"
            write(_SET.format(change), case, at)
        case NotificationRecounted(clock_starts_at=at):
            write(_SET.format("clock_starts_at = $2"), case, at)


async def all_notifications(db: Database) -> list[NotificationRow]:
    rows = await db.fetch("SELECT * FROM notifications ORDER BY clock_starts_at DESC, subject LIMIT 500")
    return [NotificationRow(**row) for row in rows]


async def one(db: Database, subject: str) -> NotificationRow | None:
    row = await db.fetchrow("SELECT * FROM notifications WHERE subject = $1", subject)
    return NotificationRow(**row) if row else None
