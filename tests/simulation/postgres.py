"""A fake PostgreSQL at asyncpg's interface: the services' own SQL runs on SQLite, a file in WAL mode a database.

Every transaction is exclusive, and reads see what is committed, as PostgreSQL shows it to writers that take
turns under one advisory lock. Every call may be slow, may break its connection, and may be where its process dies.
"""

import asyncio
import re
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from shared import event_log
from tests.simulation import sql
from tests.simulation.postgres_connection import FakeConnection
from tests.simulation.postgres_pool import FakePool
from tests.simulation.process import Process
from tests.simulation.sql import MARK
from tests.simulation.world import World

EVENT_LOG = Path(event_log.__file__).with_suffix(".sql")
START_OF_TIME = "2026-01-01T00:00:00.000000+00:00"


class Database:
    """One database of the server, with its locks and its connections."""

    def __init__(self, world: World, name: str, folder: Path) -> None:
        self.world, self.name, self._folder = world, name, folder
        self.up = True
        self.connections: list[FakeConnection] = []
        self.waiting: list[asyncio.Future[None]] = []
        self.writer: FakeConnection | None = None
        self.locks: dict[int, FakeConnection] = {}
        self.transactions = 0
        self.create()
        world.on_crash.append(self.forget)

    def create(self) -> None:
        """Empty, with an identity and a life of its own; what was there is gone."""
        self.life = str(self.world.dice.getrandbits(64))
        for connection in [*self.connections]:
            connection.cut()
        self.file = Path(tempfile.mkdtemp(dir=self._folder)) / self.name
        self.tables: dict[str, dict[str, str]] = {"log": {}}
        self._names: dict[tuple[str, ...], sql.Names] = {}
        self.columns: dict[str, list[str]] = {}
        self.comments: dict[str, str] = {}
        self._identity = UUID(int=self.world.dice.getrandbits(128), version=4)
        owner = self.open()
        owner.execute("PRAGMA journal_mode = WAL")
        for statement in sql.statements(EVENT_LOG.read_text()):
            if re.match(r"GRANT|CREATE SCHEMA", statement):
                continue
            self.noted(statement, ["log"])
            text = sql.translated(statement, self.named(("log",)))
            owner.execute(text.replace("{index}", f'"i{self.number()}"'))
        owner.close()

    def open(self) -> sqlite3.Connection:
        raw = sqlite3.connect(self.file, detect_types=sqlite3.PARSE_DECLTYPES, isolation_level=None)
        raw.execute("PRAGMA synchronous = OFF")
        now = MARK + "t" + START_OF_TIME
        raw.create_function("now", 0, lambda: now)
        raw.create_function("life", 0, lambda: self.life)
        raw.create_function("octet_length", 1, len)
        raw.create_function("greatest", -1, sql.greatest)
        raw.create_function("least", -1, sql.least)
        raw.create_function("to_char", 2, sql.to_char)
        raw.create_function("item", 1, sql.item)
        raw.create_function("array_append", 2, sql.array_append)
        raw.create_function("array_remove", 2, sql.array_remove)
        raw.create_function("seconds_ago", 1, lambda _: now)
        raw.create_function("gen_random_uuid", 0, lambda: f"{MARK}u{self._identity}")
        raw.create_function("pg_current_xact_id", 0, lambda: self.transactions)
        return raw

    def number(self) -> int:
        self._numbers = getattr(self, "_numbers", 0) + 1
        return self._numbers

    def noted(self, statement: str, path: Sequence[str]) -> None:
        """Remember a table that is about to be made."""
        found = re.match(r'CREATE TABLE (?:IF NOT EXISTS )?(?:(\w+)\.)?"?(\w+)', statement)
        if found:
            schema = found[1] or path[0]
            self.tables.setdefault(schema, {})[found[2]] = f"{schema}.{found[2]}"
            self.reshaped()

    def reshaped(self) -> None:
        """Tables came or went."""
        self._names.clear()
        self.columns.clear()

    def restore(self, tables: dict[str, dict[str, str]], comments: dict[str, str]) -> None:
        """As they were before a transaction that is undone."""
        self.tables, self.comments = tables, comments
        self.reshaped()

    def named(self, path: tuple[str, ...]) -> sql.Names:
        """What each table may be called, under this search path."""
        if path not in self._names:
            self._names[path] = tuple(sorted(self._named(path).items()))
        return self._names[path]

    def _named(self, path: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for schema in reversed(path):
            found |= self.tables.get(schema, {})
        for schema, tables in self.tables.items():
            found |= {f"{schema}.{name}": full for name, full in tables.items()}
        return found

    async def take_turn(self, connection: "FakeConnection") -> None:
        while self.writer:
            turn = asyncio.get_running_loop().create_future()
            self.waiting.append(turn)
            await turn
            connection.must_be_open()
        self.writer = connection

    def end_turn(self, connection: "FakeConnection") -> None:
        if self.writer is connection:
            self.writer = None
        self.wake()

    def wake(self) -> None:
        for turn in self.waiting:
            if not turn.done():
                turn.set_result(None)
        self.waiting.clear()

    def forget(self, process: Process) -> None:
        for connection in [c for c in self.connections if c.process is process]:
            connection.cut()

    def cut_all(self) -> None:
        for connection in [*self.connections]:
            connection.cut()

    def notify(self, channel: str) -> None:
        loop = asyncio.get_running_loop()
        for connection in self.connections:
            for name, listener, context in connection.listeners:
                if name == channel:
                    loop.call_later(0.001, listener, connection, 0, channel, "", context=context)


class Server:
    """All databases, by the name at the end of their address."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self._folder = world, folder
        self.databases: dict[str, Database] = {}

    def database(self, name: str) -> Database:
        if name not in self.databases:
            self.databases[name] = Database(self.world, name, self._folder)
        return self.databases[name]

    async def connect(
        self, url: str, path: Sequence[str] = ("views", "log"), limits: Mapping[str, float] | None = None
    ) -> FakeConnection:
        await self.world.latency()
        database = self.database(url.rpartition("/")[2])
        if not database.up:
            raise ConnectionRefusedError
        return FakeConnection(database, path, limits)

    def create_pool(self, url: str, **options: Any) -> FakePool:
        return FakePool(self, url, **options)
