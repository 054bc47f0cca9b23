"""What was set aside, as a list: why and where each record is, and what became of it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, computed_field

from shared.event_log import Database
from shared.events.base import (
    QuarantineDiscarded,
    QuarantinePurged,
    QuarantineReplayed,
    Recorded,
    RecordQuarantined,
)
from shared.keys import destroy
from shared.measures import Measure
from shared.quarantine import State
from shared.retention import purged_from
from shared.writes import Write

SCHEMA = """
CREATE TABLE quarantined (
    quarantine uuid PRIMARY KEY, topic text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL,
    reason text NOT NULL, pointer text NOT NULL, at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'waiting', settled_at timestamptz, settled_by text, opened text,
    purged_at timestamptz);
CREATE INDEX ON quarantined (state, at);
"""


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
            destroy(write, recorded.subject, recorded.subject)


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
