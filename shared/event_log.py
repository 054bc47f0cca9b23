"""A service's memory: what it said and heard, in the order it learned it, as the bytes that were on the wire."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy

from shared.events.base import Recorded, Vocabulary, decode
from shared.told import Told

# Quoted: asyncpg's classes take a type only in its stubs.
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Database: TypeAlias = "Connection | asyncpg.Pool[asyncpg.Record]"  # when any connection will do
ONE_WRITER = 7_391_001  # advisory lock: positions are committed in order, versions never collide
SEARCH_PATH = "views,log"
SAID = "event_log_said"  # NOTIFY channel: wakes the relay and the worker
_ALONE = f"BEGIN; SELECT pg_advisory_xact_lock({ONE_WRITER})"  # in one round trip, as the next
_SAID_AND_DONE = f"NOTIFY {SAID}; COMMIT;"


class LogReplaced(Exception):
    """Another database stands where ours was. Nothing may be said until Kafka has been read again."""


class ViewsReplaced(Exception):
    """Another release built its own views where ours were: nothing may be written through ours any more."""


class PartitionLost(Exception):
    """The stored offset moved without us: somebody else has this partition now."""


class NotOpen(Exception):
    """Nothing can be decided yet: Postgres has not been reached, or the log is not complete."""


class Place(msgspec.Struct, frozen=True):
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
        self.told = Told()
        self.views = ""  # the table by which this release's views are known, once they were built
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        """Raises NotOpen until Postgres has answered for the first time."""
        if self._pool is None:
            raise NotOpen
        return self._pool

    @asynccontextmanager
    async def opened(self, url: str, size: int = 9) -> AsyncIterator[None]:
        async with asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            init=self._is_still_ours,
            reset=_as_it_is,
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
    async def writing(self) -> AsyncIterator[Connection]:
        """A database transaction that alone may write: positions are committed in order. Raises ViewsReplaced."""
        async with self.pool.acquire() as connection:
            try:
                await self._begin(connection)
                yield connection
                await connection.execute(_SAID_AND_DONE)
            except BaseException:
                await _undone(connection, "ROLLBACK")
                raise

    async def _begin(self, connection: Connection) -> None:
        """Views are swapped under the same lock, so whose they are now is whose they are until this ends."""
        if not self.views:
            await connection.execute(_ALONE)
            return
        try:
            await connection.execute(f"{_ALONE}; SELECT 1 FROM views.{self.views}")
        except asyncpg.UndefinedTableError:
            raise ViewsReplaced from None

    async def about(self, subject: str) -> list[Recorded]:
        """All that is known of this subject, ours and theirs, in the order we learned it."""
        rows = await self.pool.fetch("SELECT wire FROM event_log WHERE subject = $1 ORDER BY position", subject)
        return [self.read(row["wire"]) for row in rows]

    def read(self, wire: bytes) -> Recorded:
        return decode(wire, self.vocabularies)


@asynccontextmanager
async def part(connection: Connection) -> AsyncIterator[None]:
    """Within `writing`: what the database itself refuses undoes this part alone."""
    await connection.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        await _undone(connection, "ROLLBACK TO part")
        raise
    await connection.execute("RELEASE part")


async def _undone(connection: Connection, how: str) -> None:
    """With its session, if need be: nobody must be lent one in the middle of a transaction."""
    try:
        await connection.execute(how)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        ended(connection)


def ended(connection: Connection) -> None:
    """Its session, so that nobody is lent it. One that PostgreSQL has ended may be back in the pool already, and
    asyncpg then refuses: raised while an error is on its way, that would stand in the error's place.
    """
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


async def _as_it_is(_: Connection) -> None:
    """A session is given back as it was lent, but for its transaction: who changes one restores or ends it.

    asyncpg would reset each after each use, a round trip for every query of ours.
    """
