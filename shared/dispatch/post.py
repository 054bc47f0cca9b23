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
    DispatchRedated,
    DispatchRefused,
    DispatchValidated,
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
    doubtful boolean NOT NULL DEFAULT false, validated_at timestamptz, refused_at timestamptz,
    proof text NOT NULL DEFAULT '', duplicate boolean NOT NULL DEFAULT false);
CREATE INDEX ON dispatches (subject);
CREATE INDEX ON dispatches (state) WHERE state IN ('due', 'attempted', 'in doubt');
"""
NOBODY_DECIDED = "Nobody decided before the date came near, so it is sent again, marked."


class DispatchRow(BaseModel):
    """state: due, attempted, in doubt, handed over, received, validated, refused, withdrawn.

    `handed_over_at` is the legal date; null again when what was handed over was refused afterwards. `duplicate`:
    the recipient said that it had it already. `proof`: the SHA-256 of the proof of an attested submission.
    """

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
    validated_at: datetime | None = None
    refused_at: datetime | None = None
    proof: str = ""
    duplicate: bool = False


_SET = "UPDATE dispatches SET {} WHERE dispatch = $1"


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case DispatchDue() as it:
            _due(write, recorded.subject, it)
        case DispatchAttempted(dispatch=id_, attempt=attempt, channel=channel):
            write(
                _SET.format("state = 'attempted', attempts = $2, channel = coalesce($3, channel)"),
                id_,
                attempt,
                channel,
            )
        case DispatchHandedOver() as it:
            _handed_over(write, it)
        case DispatchFailed() as it:
            _failed(write, it)
        case DispatchInDoubt(dispatch=id_, resend_at=at):
            write(_SET.format("state = 'in doubt', doubtful = true, resend_at = $2"), id_, at)
        case DispatchRedated(dispatch=id_, due_on=day, resend_at=at):
            write(_SET.format("due_on = $2, resend_at = coalesce($3, resend_at)"), id_, day, at)
        case DispatchDoubtResolved(dispatch=id_, decision="send again"):
            write(_SET.format("state = 'due', not_before = NULL"), id_)
        case DispatchReceived() | DispatchValidated() | DispatchRefused() as it:
            _answered(write, it)
        case DispatchWithdrawn(dispatch=id_, reason=reason):
            write(_SET.format("state = 'withdrawn', detail = $2"), id_, reason)


def _due(write: Write, subject: str, it: DispatchDue) -> None:
    write(
        "INSERT INTO dispatches (dispatch, subject, about, purpose, recipient, channel, revision,"
        " due_on, document_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        it.dispatch,
        subject,
        it.about,
        it.what,
        it.recipient,
        it.channel,
        it.revision,
        it.due_on,
        it.document_hash,
    )


def _handed_over(write: Write, it: DispatchHandedOver) -> None:
    write(
        _SET.format(
            "state = 'handed over', handed_over_at = $2, reference = $3, attested_by = $4, detail = '',"
            " proof = $5, duplicate = $6, refused_at = NULL"
        ),
        it.dispatch,
        it.handed_over_at,
        it.reference,
        it.attested_by,
        it.proof,
        it.duplicate,
    )


def _answered(write: Write, it: DispatchReceived | DispatchValidated | DispatchRefused) -> None:
    match it:
        case DispatchReceived(received_at=at):
            changes = "state = 'received', received_at = $2, handed_over_at = coalesce(handed_over_at, $2)"
        case DispatchValidated(validated_at=at):
            changes = "state = 'validated', validated_at = $2"
        case DispatchRefused(refused_at=at):
            changes = (
                "state = 'refused', refused_at = $2, handed_over_at = NULL, received_at = NULL,"
                " validated_at = NULL, doubtful = true"
            )
    write(_SET.format(f"{changes}, reference = $3"), it.dispatch, at, it.reference)


def _failed(write: Write, it: DispatchFailed) -> None:
    state = "due" if it.failure == "retryable" else "refused"
    write(
        _SET.format("state = $2, not_before = $3, detail = $4, doubtful = doubtful OR $5"),
        it.dispatch,
        state,
        it.retry_at,
        it.detail,
        it.perhaps_arrived,
    )


async def of_case(db: Database, subject: str) -> list[DispatchRow]:
    return await _rows(db, "subject = $1", subject)


async def one(db: Database, dispatch: UUID) -> DispatchRow | None:
    return next(iter(await _rows(db, "dispatch = $1", dispatch)), None)


async def ready(db: Database, now: datetime) -> list[DispatchRow]:
    """To be sent now, as far as its recipient is reached by machine: a portal's waits for a person."""
    return await _rows(db, "state = 'due' AND coalesce(not_before, $1) <= $1", now)


async def unsettled(db: Database) -> list[DispatchRow]:
    """Due, refused or in doubt: whatever may wait for a person. The most urgent first."""
    return await _rows(db, "state IN ('due', 'refused', 'in doubt')")


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
