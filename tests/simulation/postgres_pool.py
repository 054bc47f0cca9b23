"""A pool of connections to the fake PostgreSQL, as asyncpg's."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.simulation.postgres_connection import FakeConnection

if TYPE_CHECKING:
    from tests.simulation.postgres import Server


class FakePool:
    """As asyncpg's Pool: lends connections of one process, and sees to it that they are fit for the next."""

    def __init__(
        self,
        server: "Server",
        url: str,
        *,
        init: Any = None,
        reset: Any = None,
        max_size: int = 10,
        **options: Any,
    ) -> None:
        self._server, self._url, self._init, self._size = server, url, init, max_size
        self._reset = reset
        settings = options.get("server_settings", {})
        path = settings.get("search_path", "views,log")
        self._limits = {
            name: float(value.rstrip("s")) for name, value in settings.items() if name != "search_path"
        }
        self._path = [part.strip() for part in path.split(",")]
        self._idle: list[FakeConnection] = []
        self._lent = 0
        self._waiting: list[asyncio.Future[None]] = []

    async def __aenter__(self) -> "FakePool":
        self._idle.append(await self._connect())
        return self

    async def __aexit__(self, *_: Any) -> None:
        for connection in self._idle:
            connection.cut()

    def acquire(self) -> "_Lent":
        return _Lent(self)

    async def release(self, connection: FakeConnection) -> None:
        self._lent -= 1
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()
        if connection.is_closed():
            return
        if connection.depth:
            connection.depth = 1
            await connection.roll_back()
        if self._reset:
            connection.listeners.clear()
            await self._reset(connection)
        else:
            connection.reset()
        self._idle.append(connection)

    async def lend(self) -> FakeConnection:
        while self._lent >= self._size:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            await waiter
        self._lent += 1
        try:
            while self._idle:
                connection = self._idle.pop()
                if not connection.is_closed():
                    return connection
            return await self._connect()
        except BaseException:
            self._lent -= 1
            raise

    async def _connect(self) -> FakeConnection:
        connection = await self._server.connect(self._url, self._path, self._limits)
        if self._init:
            try:
                await self._init(connection)
            except BaseException:
                connection.cut()
                raise
        return connection

    async def _with(self, do: Callable[[FakeConnection], Awaitable[Any]]) -> Any:
        async with self.acquire() as connection:
            return await do(connection)

    async def execute(self, query: str, *args: Any) -> Any:
        return await self._with(lambda c: c.execute(query, *args))

    async def executemany(self, command: str, args: Any) -> Any:
        return await self._with(lambda c: c.executemany(command, args))

    async def fetch(self, query: str, *args: Any) -> Any:
        return await self._with(lambda c: c.fetch(query, *args))

    async def fetchrow(self, query: str, *args: Any) -> Any:
        return await self._with(lambda c: c.fetchrow(query, *args))

    async def fetchval(self, query: str, *args: Any) -> Any:
        return await self._with(lambda c: c.fetchval(query, *args))


class _Lent:
    """`async with pool.acquire()`, or `await pool.acquire()`."""

    def __init__(self, pool: FakePool) -> None:
        self._pool = pool
        self._connection: FakeConnection | None = None

    def __await__(self) -> Any:
        return self._pool.lend().__await__()

    async def __aenter__(self) -> FakeConnection:
        self._connection = await self._pool.lend()
        return self._connection

    async def __aexit__(self, *_: Any) -> None:
        assert self._connection
        await self._pool.release(self._connection)
