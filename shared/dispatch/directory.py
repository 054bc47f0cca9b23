"""How each recipient is reached today: as the partnership's file says, or as two people have changed it since."""

from collections.abc import Awaitable, Callable

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.recipients import RecipientChangeConfirmed
from shared.partnership import Partnership
from shared.recipients import Recipient
from shared.writes import Write

SCHEMA = """
CREATE TABLE recipient_changes (
    recipient text PRIMARY KEY, channel text NOT NULL, address text NOT NULL, since timestamptz NOT NULL,
    confirmed_by text NOT NULL);
"""
Directory = Callable[[str], Awaitable[Recipient]]


def project(write: Write, recorded: Recorded) -> None:
    if isinstance(recorded.data, RecipientChangeConfirmed):
        write(
            "INSERT INTO recipient_changes VALUES ($1, $2, $3, $4, $5) ON CONFLICT (recipient) DO UPDATE SET"
            " channel = excluded.channel, address = excluded.address, since = excluded.since,"
            " confirmed_by = excluded.confirmed_by",
            recorded.data.recipient,
            recorded.data.channel,
            recorded.data.address,
            recorded.time,
            recorded.actor,
        )


async def recipients(db: Database, partnership: Partnership) -> list[Recipient]:
    """Everybody in the file, each as it is reached now."""
    rows = await db.fetch("SELECT recipient, channel, address FROM recipient_changes")
    changed = {row["recipient"]: {"channel": row["channel"], "address": row["address"]} for row in rows}
    return [recipient.model_copy(update=changed.get(recipient.id, {})) for recipient in partnership.reached()]


async def recipient(db: Database, partnership: Partnership, id_: str) -> Recipient:
    """Raises KeyError for one that is not configured."""
    return {each.id: each for each in await recipients(db, partnership)}[id_]
