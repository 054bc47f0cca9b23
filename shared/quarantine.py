"""What we could not understand: set aside with its bytes and a reason, never dropped, never in the way.

A person reads it on purpose, which is said first, and decides: it is taken in after all (an agency's record only),
or discarded with a reason. What was discarded is purged once its days are over (`shared/purging.py`).
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, computed_field

from shared.decider import Command, Decider, Occasion, Refused
from shared.edge import Reasons
from shared.event_log import Database
from shared.events.base import (
    Event,
    Opening,
    QuarantineDiscarded,
    QuarantineOpened,
    QuarantinePurged,
    QuarantineReplayed,
    Recorded,
    RecordQuarantined,
)
from shared.measures import Measure
from shared.retention import purged_from
from shared.sealed import Sealed
from shared.writes import Write

State = Literal["waiting", "replayed", "discarded"]
# Twice written in base64, here and when it is sealed, more than this would not pass Kafka's limit of 4 MiB again:
# the relay would try it for ever, with everything that was said after it waiting behind.
KEPT_BYTES = 2 * 1024 * 1024

SCHEMA = """
CREATE TABLE quarantined (
    quarantine uuid PRIMARY KEY, topic text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL,
    reason text NOT NULL, pointer text NOT NULL, at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'waiting', settled_at timestamptz, settled_by text, opened text,
    purged_at timestamptz);
CREATE INDEX ON quarantined (state, at);
"""


class Quarantine(Command):
    quarantine: UUID
    topic: str
    partition: int
    offset: int
    reason: str
    pointer: str
    record: str
    headers: tuple[tuple[str, str], ...] = ()


class ReplayRecord(Command):
    """From `shared.replay`, once the report was found good: which case it opens."""

    case: str
    corrected: bool
    reason: Reasons


class DiscardRecord(Command):
    """Nothing is to be done with this record, and why. Its bytes are kept for the days of the retention table:
    until then it can still be taken in.
    """

    reason: Reasons


class OpenRecord(Command):
    """A person is about to read what the record says. Said first, each time."""

    purpose: Opening


class PurgeRecord(Command):
    """From `shared.purging`: so many days after it was discarded, what it says is destroyed."""

    kept_days: int


@dataclass(frozen=True)
class Aside:
    """A record set aside, and what became of it."""

    came: RecordQuarantined | None = None
    state: State = "waiting"
    case: str = ""
    purged: bool = False


def subject_of(quarantine: UUID) -> str:
    return f"quarantine/{quarantine}"


def is_an_agencys(topic: str) -> bool:
    return topic.startswith("partner.")


def decide(command: Command, aside: Aside, _: Occasion) -> list[Event]:
    if isinstance(command, Quarantine):
        return _set_aside(command, aside)
    if aside.came is None:
        raise Refused("no-such-record", "No record with this id was set aside here.")
    if isinstance(command, PurgeRecord):
        return _purge(command, aside, aside.came)
    if aside.purged:
        raise Refused("purged", "This record was discarded, and its days are over: what it said was destroyed.")
    match command:
        case ReplayRecord():
            return _replay(command, aside, aside.came)
        case DiscardRecord():
            return _discard(command, aside, aside.came)
        case OpenRecord(purpose=purpose):
            return [QuarantineOpened(quarantine=aside.came.quarantine, purpose=purpose)]
    return []


def _set_aside(command: Quarantine, aside: Aside) -> list[Event]:
    if aside.came:
        return []  # the same record, delivered again
    plain = command.model_dump(exclude={"record", "headers"})
    headers = Sealed.of(command.headers) if command.headers else None
    return [RecordQuarantined(**plain, record=Sealed.of(command.record), headers=headers)]


def _replay(command: ReplayRecord, aside: Aside, came: RecordQuarantined) -> list[Event]:
    """A discarded one may still be taken in: a report thrown away by mistake must not stay lost."""
    if not is_an_agencys(came.topic):
        raise Refused("not-an-agencys-record", "Only an agency's record can be taken in by hand.")
    if aside.state == "replayed" and aside.case != command.case:
        raise Refused("already-replayed", "This record was taken in already, as another report.")
    if aside.state == "replayed":
        return []  # the same again
    return [
        QuarantineReplayed(
            quarantine=came.quarantine,
            case=command.case,
            corrected=command.corrected,
            reason=Sealed.of(command.reason),
        )
    ]


def _discard(command: DiscardRecord, aside: Aside, came: RecordQuarantined) -> list[Event]:
    if aside.state == "replayed":
        raise Refused("already-replayed", "This record was taken in already.")
    if aside.state == "discarded":
        return []  # the first reason stands
    return [QuarantineDiscarded(quarantine=came.quarantine, reason=Sealed.of(command.reason))]


def _purge(command: PurgeRecord, aside: Aside, came: RecordQuarantined) -> list[Event]:
    if aside.state != "discarded" or aside.purged:
        return []  # taken in meanwhile, and then it is of its case; or purged already
    return [QuarantinePurged(quarantine=came.quarantine, kept_days=command.kept_days)]


def evolve(aside: Aside, event: Event) -> Aside:
    match event:
        case RecordQuarantined():
            return Aside(event)
        case QuarantineReplayed(case=case):
            return replace(aside, state="replayed", case=case)
        case QuarantineDiscarded():
            return replace(aside, state="discarded")
        case QuarantinePurged():
            return replace(aside, purged=True)
        case _:
            return aside


quarantine = Decider(
    commands=(Quarantine, ReplayRecord, DiscardRecord, OpenRecord, PurgeRecord),
    initial=Aside(),
    decide=decide,
    evolve=evolve,
)


def as_text(value: bytes | None) -> str:
    """Of what is longer than KEPT_BYTES only the beginning; the rest is on its topic, at its offset."""
    return base64.b64encode((value or b"")[:KEPT_BYTES]).decode()


def as_bytes(text: str) -> bytes:
    return base64.b64decode(text)


class QuarantineRow(BaseModel):
    """Why and where, and what became of it; never what the record says. `opened` is the case of a replay.
    `kept_until`: of one that was discarded, the first day on which it is purged; `purged_at`: when it was.
    """

    quarantine: UUID
    topic: str
    partition: int
    offset: int
    reason: str
    pointer: str
    at: datetime
    state: State
    settled_at: datetime | None
    settled_by: str | None
    opened: str | None
    purged_at: datetime | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def kept_until(self) -> date | None:
        return purged_from(self.settled_at) if self.state == "discarded" and self.settled_at else None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case RecordQuarantined() as it:
            write(
                "INSERT INTO quarantined VALUES ($1, $2, $3, $4, $5, $6, $7)",
                it.quarantine,
                it.topic,
                it.partition,
                it.offset,
                it.reason,
                it.pointer,
                recorded.time,
            )
        case QuarantineReplayed(quarantine=id_, case=case):
            _settled(write, recorded, id_, "replayed", case)
            for statement in _OF_ONE_ERASED:  # of a log that is read again, that may come first
                write(statement, recorded.subject, case)
        case QuarantineDiscarded(quarantine=id_):
            _settled(write, recorded, id_, "discarded", None)
        case QuarantinePurged(quarantine=id_):
            write("UPDATE quarantined SET purged_at = $2 WHERE quarantine = $1", id_, recorded.time)
            for statement in _DESTROYED:
                write(statement, recorded.subject)


# For ever, as of a case: of an old backup or a lost database it is destroyed again.
_DESTROYED = (
    "INSERT INTO log.erased (key_id, subject) VALUES ($1, $1) ON CONFLICT (key_id) DO NOTHING",
    "DELETE FROM log.case_key WHERE key_id = $1",
)


_OF_ONE_ERASED = (
    "INSERT INTO log.erased (key_id, subject) SELECT $1::text, $2::text FROM log.erased WHERE key_id = $2"
    " ON CONFLICT (key_id) DO NOTHING",
    "DELETE FROM log.case_key WHERE key_id = $1 AND EXISTS (SELECT 1 FROM log.erased WHERE key_id = $2)",
)


def _settled(write: Write, recorded: Recorded, id_: UUID, state: State, opened: str | None) -> None:
    write(
        "UPDATE quarantined SET state = $2, settled_at = $3, settled_by = $4, opened = $5 WHERE quarantine = $1",
        id_,
        state,
        recorded.time,
        recorded.actor,
        opened,
    )


async def rows(db: Database, state: State | None) -> list[QuarantineRow]:
    """What still waits comes first, then what was discarded and is still kept; of each the oldest at the top."""
    found = await db.fetch(
        "SELECT * FROM quarantined WHERE $1::text IS NULL OR state = $1"
        " ORDER BY state <> 'waiting', state <> 'discarded' OR purged_at IS NOT NULL, at, quarantine LIMIT 500",
        state,
    )
    return [QuarantineRow(**row) for row in found]


async def one(db: Database, id_: UUID) -> QuarantineRow | None:
    row = await db.fetchrow("SELECT * FROM quarantined WHERE quarantine = $1", id_)
    return QuarantineRow(**row) if row else None


async def opened_as(db: Database, cases: Sequence[str]) -> list[UUID]:
    """The records that were taken in, by hand, as one of these cases."""
    rows = await db.fetch("SELECT quarantine FROM quarantined WHERE opened = ANY($1::text[])", list(cases))
    return [row["quarantine"] for row in rows]


async def measures(db: Database, now: datetime) -> list[Measure]:
    waiting = await db.fetchrow("SELECT count(*) AS n, min(at) AS oldest FROM quarantined WHERE state = 'waiting'")
    assert waiting
    age = (now - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0.0
    return [
        Measure("quarantine_waiting", "Records set aside that nobody has settled", waiting["n"]),
        Measure("quarantine_oldest_seconds", "How long the oldest of them waits, by the clock of the cases", age),
    ]
