"""Every change of a recipient: who proposed it, and whether it waits, was confirmed or dropped."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.recipients import RecipientChangeConfirmed, RecipientChangeDropped, RecipientChangeProposed
from shared.writes import Write

SCHEMA = """
CREATE TABLE recipient_proposals (
    change uuid PRIMARY KEY, recipient text NOT NULL, channel text NOT NULL, address text NOT NULL,
    proposer text NOT NULL, proposed_at timestamptz NOT NULL, state text NOT NULL DEFAULT 'waiting',
    settled_by text, settled_at timestamptz);
"""


class ChangeRow(BaseModel):
    """state: waiting, confirmed, dropped, overtaken (a later proposal took its place)."""

    change: UUID
    recipient: str
    channel: str
    address: str
    proposer: str
    proposed_at: datetime
    state: str
    settled_by: str | None
    settled_at: datetime | None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case RecipientChangeProposed() as it:
            _proposed(write, recorded, it)
        case RecipientChangeConfirmed(change=change):
            _settled(write, recorded, change, "confirmed")
        case RecipientChangeDropped(change=change):
            _settled(write, recorded, change, "dropped")


def _proposed(write: Write, recorded: Recorded, it: RecipientChangeProposed) -> None:
    write(
        "UPDATE recipient_proposals SET state = 'overtaken', settled_by = $2, settled_at = $3"
        " WHERE recipient = $1 AND state = 'waiting'",
        it.recipient,
        recorded.actor,
        recorded.time,
    )
    write(
        "INSERT INTO recipient_proposals VALUES ($1, $2, $3, $4, $5, $6)",
        it.change,
        it.recipient,
        it.channel,
        it.address,
        it.proposer,
        recorded.time,
    )


def _settled(write: Write, recorded: Recorded, change: UUID, state: str) -> None:
    write(
        "UPDATE recipient_proposals SET state = $2, settled_by = $3, settled_at = $4 WHERE change = $1",
        change,
        state,
        recorded.actor,
        recorded.time,
    )


async def changes(db: Database) -> list[ChangeRow]:
    """What waits for a second person first, then the newest."""
    rows = await db.fetch(
        "SELECT * FROM recipient_proposals ORDER BY state <> 'waiting', proposed_at DESC, change LIMIT 500"
    )
    return [ChangeRow(**row) for row in rows]
