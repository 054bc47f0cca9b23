"""Views are disposable: built from the log beside the live ones and swapped in, or compared with them."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg

from shared import collector
from shared.behind import A_FEW, OneBehind
from shared.crash import CrashPoint
from shared.event_log import ONE_WRITER, Connection, Database, ViewsReplaced, ended
from shared.lease import LOOK_AGAIN_SECONDS, SILENT_SECONDS
from shared.service import Service
from shared.writes import Writes

PAGE = 2_500  # of which two are in memory
ONE_BUILDS = 7_391_004  # advisory lock
# The comment of a table that is not folded and not compared: a worker keeps it beside what its view folds, and
# builds it anew.
NOT_FOLDED = "kept by the worker"
RELATIONS = "case_relations"  # among the tables that are being made
BEFORE_FOLD = CrashPoint("views-before-fold")
BEFORE_SWAP = CrashPoint("views-before-swap")
BEFORE_COMMIT = CrashPoint("views-before-commit")
AFTER_SWAP = CrashPoint("views-after-swap")
Progress = Callable[[int, int], None]  # events done, events in all


_BUILDING = "building views: "


async def building(db: Database) -> str:
    """How far whoever builds this service's views has got: "building views: 5000 of 20000". Empty: nobody does."""
    found: str | None = await db.fetchval(
        "SELECT application_name FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_user AND starts_with(application_name, $1)",
        _BUILDING,
    )
    return found or ""


def _quiet(_: int, __: int) -> None:
    return


# An empty table by whose name a release knows its own views, in every transaction that writes.
_RELEASE = f"CREATE TABLE {{release}} (of_views text); COMMENT ON TABLE {{release}} IS '{NOT_FOLDED}';"


def release_of(service: Service) -> str:
    return f"release_{fingerprint(service)}"


def fingerprint(service: Service) -> str:
    """Changes when any view's tables do; then they are built anew at the next start."""
    text = "\n".join([_RELEASE, *(view.SCHEMA for view in service.views), service.closed(RELATIONS)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def up_to_date(service: Service, connection: Connection) -> bool:
    comment = await connection.fetchval("SELECT obj_description(oid) FROM pg_namespace WHERE nspname = 'views'")
    return bool(comment == fingerprint(service))


@asynccontextmanager
async def _alone(connection: Connection) -> AsyncIterator[None]:
    """One builds at a time: two would fold into each other's tables.

    The connection that builds holds the lock, and is ended when it is silent: so a frozen process holds up nobody,
    and writes nothing when it is thawed.
    """
    while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", ONE_BUILDS):
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
    try:
        await connection.execute(f"SET idle_session_timeout = '{SILENT_SECONDS}s'")
        yield
        await connection.execute("RESET idle_session_timeout")
        await connection.execute("RESET application_name")
        await connection.execute("SELECT pg_advisory_unlock($1)", ONE_BUILDS)
    except BaseException:
        ended(connection)  # with the session goes the lock, whatever failed
        raise


async def bring_up_to_date(service: Service, connection: Connection) -> None:
    """Build the views anew if they are another release's. Whoever waited for another that did finds them built.

    Once in a process's life: who had them, and finds another release's, was there before that one, and is to be
    ended. If it built them anew, two releases would take them from one another in turn. Raises ViewsReplaced.
    """
    if not await up_to_date(service, connection):
        if service.log.views:
            raise ViewsReplaced
        async with _alone(connection):
            if not await up_to_date(service, connection):
                await _rebuild(service, connection, _quiet)
    service.log.views = release_of(service)


async def rebuild(service: Service, connection: Connection, progress: Progress = _quiet) -> int:
    """Build every view from the log, under traffic; the last few events and the swap under the lock.

    Waits for whoever builds them already. Returns how many events were folded.
    """
    async with _alone(connection):
        done = await _rebuild(service, connection, progress)
    service.log.views = release_of(service)
    return done


async def _rebuild(service: Service, connection: Connection, progress: Progress) -> int:
    await _make(service, connection, "views_next")
    total = await connection.fetchval("SELECT count(*) FROM log.event_log")
    BEFORE_FOLD()
    async with _in_schema(connection, "views_next"):
        with collector.paused():
            done, position = await _fold(service, connection, 0, 0, total, progress)
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", ONE_WRITER)
        await connection.execute("SET LOCAL search_path TO views_next, log")
        done, _ = await _fold(service, connection, position, done, total, progress)
        BEFORE_SWAP()
        await connection.execute("DROP SCHEMA IF EXISTS views CASCADE; ALTER SCHEMA views_next RENAME TO views")
        BEFORE_COMMIT()
    AFTER_SWAP()
    return done


Table = tuple[int, str]  # rows, and the SHA-256 of them all in the order of their text


async def hashes(connection: Connection, schema: str) -> dict[str, Table]:
    """Every table of the schema that is folded."""
    tables = await connection.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = $1"
        " AND obj_description(format('%I.%I', schemaname, tablename)::regclass, 'pg_class') IS DISTINCT FROM $2"
        " ORDER BY 1",
        schema,
        NOT_FOLDED,
    )
    return {row["tablename"]: await _hash(connection, f"{schema}.{row['tablename']}") for row in tables}


async def _hash(connection: Connection, table: str) -> Table:
    row = await connection.fetchrow(
        "SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text),"
        f" ''), 'UTF8')), 'hex') FROM {table} t"
    )
    assert row
    return row[0], row[1]


class _Undo(Exception):
    pass


async def compared(service: Service, connection: Connection) -> dict[str, tuple[Table, Table]]:
    """Every view's table, live and as folded from the log, at one instant; nothing is kept."""
    found: dict[str, tuple[Table, Table]] = {}
    absent: Table = (0, "")
    try:
        async with connection.transaction(isolation="repeatable_read"):
            live = await hashes(connection, "views")
            await _make(service, connection, "views_verify")
            await connection.execute("SET LOCAL search_path TO views_verify, log")
            await _fold(service, connection, 0, 0, 0, _quiet)
            folded = await hashes(connection, "views_verify")
            found = {t: (live.get(t, absent), folded.get(t, absent)) for t in sorted(live | folded)}
            raise _Undo
    except _Undo:
        return found


async def _make(service: Service, connection: Connection, schema: str) -> None:
    await connection.execute(
        f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema};"
        f"COMMENT ON SCHEMA {schema} IS '{fingerprint(service)}'"
    )
    async with _in_schema(connection, schema):
        await connection.execute(_RELEASE.format(release=release_of(service)))
        for view in service.views:
            await connection.execute(view.SCHEMA)
        if closed := service.closed(RELATIONS):
            await connection.execute(closed)


@asynccontextmanager
async def _in_schema(connection: Connection, schema: str) -> AsyncIterator[None]:
    before = await connection.fetchval("SHOW search_path")
    await connection.execute(f"SET search_path TO {schema}, log")
    try:
        yield
    finally:
        await connection.execute(f"SET search_path TO {before}")


async def _fold(
    service: Service,
    connection: Connection,
    position: int,
    done: int,
    total: int,
    progress: Progress,
) -> tuple[int, int]:
    """Project everything behind `position`. Returns how many in all, and the last position.

    While a page is written, the next is decoded, which was fetched before: there is one connection.
    """

    async def write(writes: Writes, done: int) -> None:
        await writes.flush(connection)
        progress(done, max(done, total))
        if total:
            await connection.execute(f"SET application_name = '{_BUILDING}{done} of {max(done, total)}'")

    rows = await _page(connection, position)
    async with OneBehind() as writing:
        while rows:
            writes = await _projected(service, rows)
            done, position = done + len(rows), rows[-1]["position"]
            await writing.done()
            rows = await _page(connection, position)
            await writing.begin(write(writes, done))
    return done, position


async def _page(connection: Connection, position: int) -> Sequence[asyncpg.Record]:
    return await connection.fetch(
        "SELECT position, wire FROM log.event_log WHERE position > $1 ORDER BY position LIMIT $2", position, PAGE
    )


async def _projected(service: Service, rows: Sequence[asyncpg.Record]) -> Writes:
    writes = Writes()
    for first in range(0, len(rows), A_FEW):
        for row in rows[first : first + A_FEW]:
            recorded = service.log.read(row["wire"])
            service.project(writes.about(recorded.subject), recorded)
        await asyncio.sleep(0)  # whoever writes has something to do
    return writes
