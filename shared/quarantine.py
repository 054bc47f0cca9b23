"""What we could not understand: set aside with its bytes and a reason, never dropped, never in the way."""

import base64
from uuid import UUID

from shared.decider import Command, Decider, Occasion
from shared.event_log import Connection
from shared.events.base import Event, Recorded, RecordQuarantined
from shared.sealed import Sealed

# Twice written in base64, here and when it is sealed, more than this would not pass Kafka's limit of 4 MiB again:
# the relay would try it for ever, with everything that was said after it waiting behind.
KEPT_BYTES = 2 * 1024 * 1024

SCHEMA = """
CREATE TABLE quarantined (
    quarantine uuid PRIMARY KEY, topic text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL,
    reason text NOT NULL, pointer text NOT NULL, at timestamptz NOT NULL);
"""


class Quarantine(Command):
    quarantine: UUID
    topic: str
    partition: int
    offset: int
    reason: str
    pointer: str
    record: str


def decide(command: Quarantine, known: bool, _: Occasion) -> list[Event]:
    if known:
        return []  # the same record, delivered again
    return [RecordQuarantined(**command.model_dump(exclude={"record"}), record=Sealed.of(command.record))]


def evolve(_: bool, event: Event) -> bool:
    return isinstance(event, RecordQuarantined)


quarantine = Decider(commands=(Quarantine,), initial=False, decide=decide, evolve=evolve)


def as_text(value: bytes | None) -> str:
    """Of what is longer than KEPT_BYTES only the beginning; the rest is on its topic, at its offset."""
    return base64.b64encode((value or b"")[:KEPT_BYTES]).decode()


async def project(db: Connection, recorded: Recorded) -> None:
    match recorded.data:
        case RecordQuarantined() as it:
            await db.execute(
                "INSERT INTO quarantined VALUES ($1, $2, $3, $4, $5, $6, $7)",
                it.quarantine,
                it.topic,
                it.partition,
                it.offset,
                it.reason,
                it.pointer,
                recorded.time,
            )
