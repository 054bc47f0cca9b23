"""A database as it is lent to whoever asks: to a role that reads alone, told what is open to them.

The role and what it is told hold for a transaction, and end with it: no session is given back that would show the
next one more, or less.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

import asyncpg
from asyncpg import Record

from shared.event_log import Connection, Database
from shared.need.closed import ROLE, SETTINGS
from shared.need.opened import Opened
from shared.need.visible import Visible

_ITSELF = "none"  # a session's role that has taken no other
_LISTS = ("cspr.hidden", "cspr.only", "cspr.kinds")
_TELL = "SELECT set_config('role', $1, true)" + "".join(
    f", set_config('{name}', ${n}{'::text[]::text' if name in _LISTS else ''}, true)"
    for n, name in enumerate(SETTINGS, 2)
)
_Lending = Callable[[], AbstractAsyncContextManager[Database]]


def lent(pool: "asyncpg.Pool[Record]", opened: Opened) -> Database:
    """A transaction for each query, so that nobody holds one while they wait for another."""

    @asynccontextmanager
    async def lending() -> AsyncIterator[Database]:
        if opened.visible.all:  # there is nothing to hold back
            yield pool
            return
        async with pool.acquire() as connection, connection.transaction(readonly=True):
            await _tell(connection, ROLE, opened.visible)
            yield connection

    return cast(Database, Lent(lending, "views"))


def lent_within(connection: Connection, opened: Opened) -> Database:
    """Of a transaction that has begun, whose tables nobody else sees. What is opened meanwhile counts."""

    @asynccontextmanager
    async def lending() -> AsyncIterator[Database]:
        await _tell(connection, _ITSELF if opened.visible.all else ROLE, opened.visible)
        yield connection

    return cast(Database, Lent(lending, "pg_temp"))


async def _tell(connection: Connection, role: str, visible: Visible) -> None:
    hidden, every, only, unassigned, kinds = visible.values()
    await connection.fetchrow(_TELL, role, str(every), hidden, only, str(unassigned), kinds)


class Lent:
    """In place of a pool or connection, for reading. `schema`: where its views stand."""

    def __init__(self, lending: _Lending, schema: str) -> None:
        self._lending, self.schema = lending, schema

    async def fetch(self, query: str, *values: Any) -> list[Record]:
        async with self._lending() as db:
            return await db.fetch(query, *values)

    async def fetchrow(self, query: str, *values: Any) -> Record | None:
        async with self._lending() as db:
            return await db.fetchrow(query, *values)

    async def fetchval(self, query: str, *values: Any) -> Any:
        async with self._lending() as db:
            return await db.fetchval(query, *values)
