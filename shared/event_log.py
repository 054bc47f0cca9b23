"""A service's memory: what it said and heard, in the order it learned it, as the bytes that were on the wire."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from shared.events.base import Recorded, Vocabulary, decode

# Quoted: asyncpg's classes take a type only in its stubs.
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Database: TypeAlias = "Connection | asyncpg.Pool[asyncpg.Record]"  # when any connection will do
ONE_WRITER = 7_391_001  # advisory lock: positions are committed in order, versions never collide
SEARCH_PATH = "views,log"
SAID = "event_log_said"  # NOTIFY channel: wakes the relay and the worker


class LogReplaced(Exception):
    """Another database stands where ours was. Nothing may be said until Kafka has been read again."""


class PartitionLost(Exception):
    """The stored offset moved without us: somebody else has this partition now."""


class NotOpen(Exception):
    """Postgres has not been reached yet."""


@dataclass(frozen=True)
class Place:
    """Where a record stands in Kafka."""

    topic: str
    partition: int
    offset: int


class EventLog:
    """Append-only. One writer at a time; the transaction is the unit of everything."""

    def __init__(self, says: Vocabulary, hears: Sequence[Vocabulary] = ()) -> None:
        self.source = says.source
        self.says = says
        self.hears = {vocabulary.source: vocabulary for vocabulary in hears}
        self.vocabularies = {says.source: says, **self.hears}
        self.identity: UUID | None = None
        self.replaced = asyncio.Event()
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        """Raises NotOpen until Postgres has answered for the first time."""
        if self._pool is None:
            raise NotOpen
        return self._pool

    @asynccontextmanager
    async def opened(self, url: str, size: int = 8) -> AsyncIterator[None]:
        async with asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            init=self._is_still_ours,
            server_settings={
                "search_path": SEARCH_PATH,
                # Whoever is frozen in the middle of a transaction holds the lock that all others wait for.
                "idle_in_transaction_session_timeout": "15s",
            },
        ) as self._pool:
            yield

    async def _is_still_ours(self, connection: Connection) -> None:
        """Every new connection asks which log this is: a dropped database must not be written on."""
        identity: UUID = await connection.fetchval("SELECT id FROM log.identity")
        self.identity = self.identity or identity
        if identity != self.identity:
            self.replaced.set()
            raise LogReplaced

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Transaction"]:
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", ONE_WRITER)
            yield Transaction(connection, self)

    async def about(self, subject: str) -> list[Recorded]:
        """All that is known of this subject, ours and theirs, in the order we learned it."""
        rows = await self.pool.fetch("SELECT wire FROM event_log WHERE subject = $1 ORDER BY position", subject)
        return [self.read(row["wire"]) for row in rows]

    def read(self, wire: bytes) -> Recorded:
        return decode(wire, self.vocabularies)


class Transaction:
    """What may be done to the log, under its lock."""

    def __init__(self, connection: Connection, log: EventLog) -> None:
        self.connection = connection
        self._log = log

    async def stream(self, subject: str) -> list[Recorded]:
        """Our own events about this subject, oldest first."""
        rows = await self.connection.fetch(
            "SELECT wire FROM event_log WHERE subject = $1 AND source = $2 ORDER BY version",
            subject,
            self._log.source,
        )
        return [self._log.read(row["wire"]) for row in rows]

    async def heads(self, subject: str) -> dict[str, int]:
        """The last version known of each source about this subject."""
        rows = await self.connection.fetch(
            "SELECT source, max(version) AS version FROM event_log WHERE subject = $1 GROUP BY source",
            subject,
        )
        return {row["source"]: row["version"] for row in rows}

    async def find(self, source: str, id_: UUID) -> Recorded | None:
        wire = await self.connection.fetchval(
            "SELECT wire FROM event_log WHERE source = $1 AND id = $2", source, id_
        )
        return self._log.read(wire) if wire else None

    async def append(self, recorded: Recorded, place: Place | None = None) -> None:
        """Store one event. Raises UniqueViolationError on a repeated id or a fork."""
        await self.connection.execute(
            "INSERT INTO event_log (source, id, subject, version, type, cause, wire,"
            " kafka_partition, kafka_offset) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            recorded.source,
            recorded.id,
            recorded.subject,
            recorded.version,
            recorded.type,
            recorded.cause,
            recorded.wire,
            place.partition if place else None,
            place.offset if place else None,
        )

    async def wake(self) -> None:
        await self.connection.execute(f"NOTIFY {SAID}")

    async def advance(self, topic: str, partition: int, expected: int, reached: int) -> None:
        """Move the stored offset, or raise PartitionLost: this, not the rebalance, fences a zombie."""
        done = await self.connection.execute(
            "UPDATE consumed SET next_offset = $4 WHERE topic = $1 AND partition = $2 AND next_offset = $3",
            topic,
            partition,
            expected,
            reached,
        )
        if done != "UPDATE 1":
            raise PartitionLost(f"{topic}/{partition}")

    async def park(self, recorded: Recorded, place: Place) -> None:
        await self.connection.execute(
            "INSERT INTO parked (source, subject, version, wire, kafka_partition, kafka_offset)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            recorded.source,
            recorded.subject,
            recorded.version,
            recorded.wire,
            place.partition,
            place.offset,
        )

    async def parked(self, subject: str) -> list[tuple[Recorded, Place]]:
        rows = await self.connection.fetch(
            "SELECT * FROM parked WHERE subject = $1 ORDER BY source, version", subject
        )
        return [
            (
                self._log.read(row["wire"]),
                Place(f"{row['source']}.events", row["kafka_partition"], row["kafka_offset"]),
            )
            for row in rows
        ]

    async def unpark(self, recorded: Recorded) -> None:
        await self.connection.execute(
            "DELETE FROM parked WHERE source = $1 AND subject = $2 AND version = $3",
            recorded.source,
            recorded.subject,
            recorded.version,
        )


def prevhash(stream: Sequence[Recorded]) -> str:
    """SHA-256 of the last event's bytes; empty for the first of a stream."""
    return hashlib.sha256(stream[-1].wire).hexdigest() if stream else ""


def understood(recorded: Recorded, heads: Mapping[str, int], hears: Mapping[str, Any]) -> bool:
    """Whether all that this event builds on is here: its own stream, and what its speaker had heard."""
    if recorded.version > heads.get(recorded.source, 0) + 1:
        return False
    return all(heads.get(source, 0) >= version for source, version in recorded.heard.items() if source in hears)
