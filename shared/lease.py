"""Who leads: a lock in Postgres that a frozen process loses, and is asked about before what cannot be undone.

A frozen process keeps its connections, so its lock would outlive its wits. The lock's session is therefore ended
by Postgres when it has been silent for a while; whoever is well speaks up more often than that.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg

from shared.event_log import SAID, Connection, ended

SILENT_SECONDS = 10
BEAT_SECONDS = 2.0
LOOK_AGAIN_SECONDS = 0.5


class LeaseLost(Exception):
    """Somebody else may lead by now."""


class Lease:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._speaking = asyncio.Lock()  # a connection bears one question at a time

    async def check(self) -> None:
        """Raises LeaseLost unless Postgres itself says that we still lead."""
        try:
            async with self._speaking:
                await self._connection.execute("SELECT 1")
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise LeaseLost from error

    async def beat(self) -> None:
        with suppress(LeaseLost):
            while True:
                await asyncio.sleep(BEAT_SECONDS)
                await self.check()


@asynccontextmanager
async def leading(
    pool: "asyncpg.Pool[asyncpg.Record]", lock: int, wake: Callable[..., None]
) -> AsyncIterator[Lease]:
    """Waits until we lead. `wake` is called whenever something was said."""
    async with pool.acquire() as connection:
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock):
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        beating = None
        try:
            await connection.execute(f"SET idle_session_timeout = '{SILENT_SECONDS}s'")
            await connection.add_listener(SAID, wake)
            lease = Lease(connection)
            beating = asyncio.create_task(lease.beat())
            yield lease
        finally:
            if beating:
                beating.cancel()
            ended(connection)  # with the session goes the lock, whatever else failed
