"""Everything to be sent or sent, and how each stands."""

from datetime import date, datetime
from uuid import UUID, uuid5

from pydantic import BaseModel

from shared.dispatch.life import ResolveDoubt
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDoubtResolved,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchReceived,
    DispatchWithdrawn,
)
from shared.worker import Todo
from shared.writes import Write

SCHEMA = """
CREATE TABLE dispatches (
    dispatch uuid PRIMARY KEY, subject text NOT NULL, about uuid NOT NULL, purpose text NOT NULL,
    recipient text NOT NULL, channel text NOT NULL, revision int NOT NULL, due_on date,
    document_hash text NOT NULL, state text NOT NULL DEFAULT 'due', attempts int NOT NULL DEFAULT 0,
    not_before timestamptz, resend_at timestamptz, handed_over_at timestamptz, received_at timestamptz,
    reference text NOT NULL DEFAULT '', detail text NOT NULL DEFAULT '', attested_by text NOT NULL DEFAULT '',
    doubtful boolean NOT NULL DEFAULT false);
CREATE INDEX ON dispatches (subject);
CREATE INDEX ON dispatches (state) WHERE state IN ('due', 'attempted', 'in doubt');
"""
NOBODY_DECIDED = "Nobody decided before the date came near, so it is sent again, marked."


class DispatchRow(BaseModel):
    """state: due, attempted, in doubt, handed over, received, refused, withdrawn."""

    dispatch: UUID
    subject: str
    about: UUID
    purpose: str
    recipient: str
    channel: str
    revision: int
    due_on: date | None
    document_hash: str
    state: str
    attempts: int
    not_before: datetime | None
    resend_at: datetime | None
    handed_over_at: datetime | None
    received_at: datetime | None
    reference: str
    detail: str
    attested_by: str
    doubtful: bool


_SET = "UPDATE dispatches SET {} WHERE dispatch = $1"


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case DispatchDue() as it:
            _due(write, recorded.subject, it)
        case DispatchAttempted(dispatch=id_, attempt=attempt):
            write(_SET.format("state = 'attempted', attempts = $2"), id_, attempt)
        case DispatchHandedOver() as it:
            _handed_over(write, it)
        case DispatchFailed() as it:
            _failed(write, it)
        case DispatchInDoubt(dispatch=id_, resend_at=at):
            write(_SET.format("state = 'in doubt', doubtful = true, resend_at = $2"), id_, at)
        case DispatchDoubtResolved(dispatch=id_, decision="send again"):
            write(_SET.format("state = 'due', not_before = NULL"), id_)
        case DispatchReceived(dispatch=id_, received_at=at, reference=reference):
            write(
                _SET.format("state = 'received', received_at = $2, reference = $3"),
                id_,
                at,
                reference,
            )
        case DispatchWithdrawn(dispatch=id_, reason=reason):
            write(_SET.format("state = 'withdrawn', detail = $2"), id_, reason)


def _due(write: Write, subject: str, it: DispatchDue) -> None:
    write(
        "INSERT INTO dispatches (dispatch, subject, about, purpose, recipient, channel, revision,"
        " due_on, document_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        it.dispatch,
        subject,
        it.about,
        it.purpose,
        it.recipient,
        it.channel,
        it.revision,
        it.due_on,
        it.document_hash,
    )


def _handed_over(write: Write, it: DispatchHandedOver) -> None:
    write(
        _SET.format("state = 'handed over', handed_over_at = $2, reference = $3, attested_by = $4, detail = ''"),
        it.dispatch,
        it.handed_over_at,
        it.reference,
        it.attested_by,
    )


def _failed(write: Write, it: DispatchFailed) -> None:
    state = "due" if it.failure == "retryable" else "refused"
    write(
        _SET.format("state = $2, not_before = $3, detail = $4"),
        it.dispatch,
        state,
        it.retry_at,
        it.detail,
    )


async def of_case(db: Database, subject: str) -> list[DispatchRow]:
    return await _rows(db, "subject = $1", subject)


async def ready(db: Database, now: datetime) -> list[DispatchRow]:
    """To be sent by machine now. What goes through a portal waits for a person."""
    return await _rows(db, "state = 'due' AND channel <> 'portal' AND coalesce(not_before, $1) <= $1", now)


async def unfinished(db: Database) -> list[DispatchRow]:
    """Attempted, with no outcome."""
    return await _rows(db, "state = 'attempted'")


async def _rows(db: Database, where: str, *values: object) -> list[DispatchRow]:
    rows = await db.fetch(f"SELECT * FROM dispatches WHERE {where} ORDER BY due_on, dispatch", *values)
    return [DispatchRow(**row) for row in rows]


async def due(db: Database, now: datetime) -> list[Todo]:
    """Doubts that nobody resolved, one working day before the date."""
    rows = await _rows(db, "state = 'in doubt' AND resend_at <= $1", now)
    return [
        Todo(
            subject=row.subject,
            command=ResolveDoubt(dispatch=row.dispatch, decision="send again", reason=NOBODY_DECIDED),
            id=uuid5(row.dispatch, f"resend/{row.attempts}"),
        )
        for row in rows
    ]


async def next_at(db: Database, now: datetime) -> datetime | None:
    found: datetime | None = await db.fetchval(
        "SELECT min(at) FROM (SELECT resend_at AS at FROM dispatches WHERE state = 'in doubt'"
        " UNION ALL SELECT not_before FROM dispatches WHERE state = 'due') t WHERE at > $1",
        now,
    )
    return found
