"""A connection to the fake PostgreSQL, as asyncpg's: statements, transactions, what SQLite lacks."""

import asyncio
import contextvars
import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import asyncpg

from tests.simulation import sql
from tests.simulation.loop import HERE
from tests.simulation.postgres_special import IDLE, special
from tests.simulation.sql import Row

if TYPE_CHECKING:
    from tests.simulation.postgres import Database

Listener = Callable[..., Any]
IDLE_IN_TRANSACTION = "idle_in_transaction_session_timeout"


class FakeConnection:
    """As asyncpg's Connection, and as what a pool lends."""

    def __init__(
        self, database: "Database", path: Sequence[str], limits: Mapping[str, float] | None = None
    ) -> None:
        self.database, self.world = database, database.world
        self.process = HERE.get()
        self.listeners: list[tuple[str, Listener, contextvars.Context]] = []
        self.depth = 0
        self.failed = False
        self._closed = self._busy = False
        self._spoke_at = asyncio.get_running_loop().time()
        self._limits = dict(limits or {})
        self.path = self._path_at_first = list(path)
        self.path_before: list[str] = list(path)
        self.notes: list[str] = []
        self._kept: tuple[dict[str, dict[str, str]], dict[str, str]] = ({}, {})
        self.raw = database.open()
        database.connections.append(self)

    # What a client calls.

    async def execute(self, query: str, *args: Any) -> str:
        status = ""
        for statement in sql.statements(query) if ";" in query else [query]:
            if statement in _CONTROL:
                await _CONTROL[statement](self)
                status = statement
            else:
                _, status = await self._run(statement, args)
        return status

    async def executemany(self, command: str, args: Iterable[Sequence[Any]]) -> None:
        await self._together(lambda: [self._do(command, row) for row in args], command)

    async def fetch(self, query: str, *args: Any) -> list[Row]:
        return (await self._run(query, args))[0]

    async def fetchrow(self, query: str, *args: Any) -> Row | None:
        rows, _ = await self._run(query, args)
        return rows[0] if rows else None

    async def fetchval(self, query: str, *args: Any, column: int = 0) -> Any:
        rows, _ = await self._run(query, args)
        return rows[0][column] if rows else None

    async def copy_records_to_table(
        self,
        table_name: str,
        *,
        records: Iterable[Sequence[Any]],
        columns: Sequence[str] | None = None,
        schema_name: str | None = None,
    ) -> str:
        names = ", ".join(f'"{column}"' for column in columns or ())
        where = f"{schema_name}.{table_name}" if schema_name else table_name
        rows = list(records)
        marks = ", ".join(f"${n + 1}" for n in range(len(rows[0]) if rows else 0))
        command = f"INSERT INTO {where} {f'({names})' if names else ''} VALUES ({marks})"
        await self._together(lambda: [self._do(command, row) for row in rows], command)
        return f"COPY {len(rows)}"

    def transaction(
        self, *, isolation: str | None = None, readonly: bool = False, deferrable: bool = False
    ) -> Any:
        return FakeTransaction(self)

    async def add_listener(self, channel: str, callback: Listener) -> None:
        await self._call("read", "LISTEN")
        self.listeners.append((channel, callback, contextvars.copy_context()))

    async def remove_listener(self, channel: str, callback: Listener) -> None:
        if not self._closed:
            await self._call("read", "UNLISTEN")
        self.listeners = [known for known in self.listeners if known[:2] != (channel, callback)]

    def is_closed(self) -> bool:
        return self._closed

    def is_in_transaction(self) -> bool:
        return self.depth > 0

    def terminate(self) -> None:
        self.cut()

    async def close(self) -> None:
        self.world.refuse_the_dead()
        self.cut()

    # What the server does.

    def cut(self) -> None:
        """The server lets go of everything this connection had."""
        if self._closed:
            return
        self._closed = True
        self.listeners.clear()
        if self.depth:
            self.database.restore(*self._kept)
        self.raw.close()
        self.database.connections.remove(self)
        for lock in [lock for lock, holder in self.database.locks.items() if holder is self]:
            del self.database.locks[lock]
        self.database.end_turn(self)

    def reset(self) -> None:
        """Before it is lent again."""
        self.listeners.clear()
        self._limits.pop(IDLE, None)
        self.path = list(self._path_at_first)
        for lock in [lock for lock, holder in self.database.locks.items() if holder is self]:
            del self.database.locks[lock]

    def must_be_open(self) -> None:
        if self._closed:
            raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    async def _call(self, kind: str, name: str) -> None:
        """The way to the server: slow, and it may break."""
        if self._closed:
            self.world.refuse_the_dead()
            raise asyncpg.InterfaceError("connection is closed")
        if self._busy:
            raise asyncpg.InterfaceError("cannot perform operation: another operation is in progress")
        self._busy = True
        try:
            await self.world.latency()
        finally:
            self._busy = False
        self.must_be_open()
        if await self.world.point(kind, name):
            self._break()
        self.must_be_open()
        self._spoke_at = asyncio.get_running_loop().time()

    async def _answered(self, kind: str, name: str) -> None:
        """The way back, after it was done."""
        if await self.world.point(kind, name):
            self._break()

    def _break(self) -> None:
        self.cut()
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    async def _run(self, statement: str, args: Sequence[Any]) -> tuple[list[Row], str]:
        if not sql.is_write(statement) or self.depth:
            await self._call("read" if not sql.is_write(statement) else "write", _name(statement))
            return self._guarded(lambda: self._do(statement, args))
        found: list[tuple[list[Row], str]] = []
        await self._together(lambda: found.append(self._do(statement, args)), statement)
        return found[0]

    async def _together(self, do: Callable[[], Any], statement: str) -> None:
        """In the transaction that is open, or in one of its own."""
        if self.depth:
            await self._call("write", _name(statement))
            self._guarded(do)
            return
        async with self.transaction():
            self._guarded(do)

    def _guarded(self, do: Callable[[], Any]) -> Any:
        """A statement that fails spoils the transaction it is in."""
        if self.failed:
            raise asyncpg.InFailedSQLTransactionError("current transaction is aborted")
        try:
            return do()
        except asyncpg.PostgresError:
            self.failed = self.depth > 0
            raise

    def _do(self, statement: str, args: Sequence[Any]) -> tuple[list[Row], str]:
        answered = self._special(statement, args)
        if answered is not None:
            return answered, f"SELECT {len(answered)}"
        *before, statement = sql.parts(statement)
        for each in before:
            self._do(each, sql.own_values(each, args))
        args = sql.own_values(statement, args) if before else args
        self.database.noted(statement, self.path)
        text = sql.translated(statement, self.database.named(tuple(self.path)))
        if text.lstrip().startswith("CREATE"):
            text = text.replace("{index}", f'"i{self.database.number()}"')
        if bare := sql.values_of(text):
            text = text.replace(" VALUES", f" {self._first_columns(*bare)} VALUES", 1)
        return self._sqlite(text, [sql.stored(value) for value in args], statement)

    def _first_columns(self, table: str, count: int) -> str:
        """Those that are not named have their defaults."""
        if table not in self.database.columns:
            rows = self.raw.execute(f'PRAGMA table_info("{table}")').fetchall()
            self.database.columns[table] = [f'"{row[1]}"' for row in rows]
        return f"({', '.join(self.database.columns[table][:count])})"

    def _sqlite(self, text: str, args: Sequence[Any], statement: str) -> tuple[list[Row], str]:
        try:
            cursor = self.raw.execute(text, args)
            raw = cursor.fetchall()
        except sqlite3.IntegrityError as error:
            raise _violation(error) from None
        except sqlite3.Error as error:
            if "no such table" in str(error):
                raise asyncpg.UndefinedTableError(str(error)) from None
            self.world.broke(f"{error}: {statement}")
            raise asyncpg.PostgresSyntaxError(str(error)) from error
        names = [column[0] for column in cursor.description or ()]
        rows = [Row(names, [sql.restored(value) for value in values]) for values in raw]
        word = statement.split(None, 1)[0].upper()
        count = cursor.rowcount if word in ("INSERT", "UPDATE", "DELETE") else len(rows)
        if word in ("INSERT", "UPDATE", "DELETE") and rows:
            count = len(rows)  # RETURNING
        return rows, f"{word} {'0 ' if word == 'INSERT' else ''}{count}"

    def _special(self, statement: str, args: Sequence[Any]) -> list[Row] | None:
        """What SQLite has nothing like. None: an ordinary statement."""
        if known := special(statement):
            answer, found = known
            value = answer(self, found, args)
            return value if isinstance(value, list) else [Row(["value"], [value])]
        return None

    def allow(self, what: str, seconds: float | None) -> None:
        """How long a session may be silent; none: for ever."""
        if seconds is None:
            self._limits.pop(what, None)
            return
        self._limits[what] = seconds
        self._watch(what)

    def _watch(self, what: str) -> None:
        """Ends a session that is silent for too long: a frozen process's."""
        allowed = self._limits.get(what)
        if allowed is None or self._closed or (what == IDLE_IN_TRANSACTION and not self.depth):
            return
        loop = asyncio.get_running_loop()
        left = self._spoke_at + allowed - loop.time()
        if left <= 0:
            self.cut()
        else:
            loop.call_later(left, self._watch, what, context=contextvars.Context())

    # Transactions.

    async def begin(self) -> None:
        self.must_be_open()
        if self.depth == 0:
            await self._call("read", "BEGIN")
            await self.database.take_turn(self)
            self.database.transactions += 1
            tables = {schema: dict(known) for schema, known in self.database.tables.items()}
            self._kept = (tables, dict(self.database.comments))
            self.path_before = self.path
            self.raw.execute("BEGIN IMMEDIATE")
        else:
            self.raw.execute(f"SAVEPOINT s{self.depth}")
        self.depth += 1
        if self.depth == 1:
            self._watch(IDLE_IN_TRANSACTION)

    async def commit(self) -> None:
        if self.depth > 1:
            self.depth -= 1
            self.raw.execute(f"RELEASE s{self.depth}")
            return
        if self.failed:
            await self.roll_back()
            return
        await self._call("commit", "COMMIT")
        self.raw.execute("COMMIT")
        self._end()
        for channel in self.notes:
            self.database.notify(channel)
        self.notes.clear()
        await self._answered("commit done", "COMMIT")

    async def roll_back(self) -> None:
        if self._closed or not self.depth:
            self.depth = 0
            return
        if self.depth > 1:
            self.depth -= 1
            self.raw.execute(f"ROLLBACK TO s{self.depth}")
            self.failed = False
            return
        self.world.refuse_the_dead()
        self.raw.execute("ROLLBACK")
        self.database.restore(*self._kept)
        self.notes.clear()
        self._end()

    def _end(self) -> None:
        self.depth, self.failed = 0, False
        self.path = self.path_before
        self.database.end_turn(self)


class FakeTransaction:
    def __init__(self, connection: FakeConnection) -> None:
        self._connection = connection

    async def start(self) -> None:
        await self._connection.begin()

    async def commit(self) -> None:
        await self._connection.commit()

    async def rollback(self) -> None:
        await self._connection.roll_back()

    async def __aenter__(self) -> "FakeTransaction":
        await self._connection.begin()
        return self

    async def __aexit__(self, kind: Any, *_: Any) -> None:
        if kind is None:
            await self._connection.commit()
        else:
            await self._connection.roll_back()


_CONTROL: Mapping[str, Callable[[FakeConnection], Coroutine[Any, Any, None]]] = {
    "BEGIN": FakeConnection.begin,
    "SAVEPOINT part": FakeConnection.begin,
    "COMMIT": FakeConnection.commit,
    "RELEASE part": FakeConnection.commit,
    "ROLLBACK": FakeConnection.roll_back,
    "ROLLBACK TO part": FakeConnection.roll_back,
}


def _name(statement: str) -> str:
    return " ".join(statement.split()[:3])


def _violation(error: sqlite3.IntegrityError) -> asyncpg.PostgresError:
    text = str(error)
    with suppress(KeyError):
        return {
            "UNIQUE": asyncpg.UniqueViolationError,
            "CHECK": asyncpg.CheckViolationError,
            "NOT NULL": asyncpg.NotNullViolationError,
        }[text.split(" constraint")[0]](text)
    return asyncpg.IntegrityConstraintViolationError(text)
