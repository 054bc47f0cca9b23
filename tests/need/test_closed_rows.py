"""The second line: PostgreSQL itself shows whoever asks no row of a case that is closed to them, in no table."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from deploy.documents import SERVICES
from shared import views
from shared.identity.principal import Principal, Role
from shared.known import known_at
from shared.need.closed import RELATIONS, ROLE
from shared.need.lent import lent, lent_within
from shared.need.opened import Opened
from shared.partnership import load
from shared.service import Service
from shared.web.needing import Needing
from tests.conftest import MakeDatabase
from tests.identity.tokens import agency_key, authorities, partnership_file
from tests.identity.wiring import wired
from tests.need.filled import fill, put, told_of
from tests.need.matrix import ANOTHER, MATE, WHO
from tests.need.test_seen import OF_NO_CASE

pytestmark = pytest.mark.real
LATER = datetime(2999, 1, 1, tzinfo=UTC)
# Each case by how it stands: relation, person, purpose.
CASES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "own": (("assigned", WHO, ""),),
    "team": (("assigned", MATE, ""),),
    "nobodys": (),
    "anothers": (("assigned", ANOTHER, ""),),
    "granted": (("assigned", ANOTHER, ""), ("granted", WHO, "practice review")),
    "for-others": (("assigned", ANOTHER, ""), ("granted", ANOTHER, "practice review")),
    "kept-out": (("assigned", WHO, ""), ("granted", WHO, "practice review"), ("conflict", WHO, "")),
    "glass": (("assigned", ANOTHER, ""), ("broken glass", WHO, "")),
    "notify": (("assigned", ANOTHER, ""), ("to be notified", "", "")),
    "publish": (("assigned", ANOTHER, ""), ("to be published", "", "")),
}
EVERY = frozenset(CASES)
SHOWN: Mapping[Role, frozenset[str]] = {
    "decision-maker": EVERY - {"kept-out"},
    "referrer": frozenset({"own", "team", "nobodys", "granted", "glass"}),
    "lead reviewer": frozenset({"granted", "glass"}),
    "notifier": frozenset({"granted", "glass", "notify"}),
    "publisher": frozenset({"granted", "publish"}),
    "auditor": frozenset(),  # lists of what is due, and no list of what about
    "system operator": frozenset(),
}


@asynccontextmanager
async def on_a_database(name: str, database: MakeDatabase, folder: Path) -> AsyncIterator[Service]:
    module = wired(name, authorities(folder), partnership_file(folder, {"hospital": [agency_key().text]}))
    service: Service = module.service
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(service.log.opened(await database(name)))
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        yield service


@pytest.fixture(params=SERVICES)
async def service(
    request: pytest.FixtureRequest, database: MakeDatabase, tmp_path: Path
) -> AsyncIterator[Service]:
    """Each in turn, with a row of every case in each of its tables."""
    async with on_a_database(request.param, database, tmp_path) as it:
        await fill(it, CASES)
        for number, (case, ways) in enumerate(CASES.items()):
            for relation, person, purpose in ways:
                values = (case, relation, person, purpose, LATER, UUID(int=number))
                put = f"INSERT INTO views.{RELATIONS} VALUES ($1, $2, $3, $4, $5, $6, '')"
                await it.log.pool.execute(put, *values)
        yield it


async def opened_to(service: Service, role: Role, folder: Path) -> Opened:
    """What a list opens, as before every route."""
    partnership = load(partnership_file(folder, {"hospital": [agency_key().text]}))
    person = Principal(WHO, (role,), "", issuer="console", id="", expires_at=LATER)
    opened = Opened()
    opened.those(await Needing(service, partnership).visible(person, "list"))
    return opened


async def test_no_table_shows_a_row_of_a_case_that_is_closed_to_whoever_asks(
    service: Service, tmp_path: Path
) -> None:
    """Whatever the query: here it asks for everything."""
    for role, shown in SHOWN.items():
        db = lent(service.log.pool, await opened_to(service, role, tmp_path))
        for table, (column, *_) in told_of(service).items():
            rows = await db.fetch(f"SELECT {column}::text FROM {table}")
            assert {row[0] for row in rows} == shown, (role, table)


async def test_a_row_that_tells_of_two_cases_is_shown_to_whoever_may_see_both(
    service: Service, tmp_path: Path
) -> None:
    pairs = {name: columns for name, columns in told_of(service).items() if len(columns) > 1}
    for table, columns in pairs.items():
        for other in ("own", "anothers"):
            await put(service, table, dict(zip(columns, ("team", other), strict=True)))
    db = lent(service.log.pool, await opened_to(service, "referrer", tmp_path))
    for table, columns in pairs.items():
        rows = await db.fetch(f"SELECT {', '.join(columns)} FROM {table} WHERE {columns[0]} <> {columns[1]}")
        assert [tuple(row) for row in rows] == [("team", "own")], table


async def test_whoever_forgets_to_say_who_asks_is_shown_nothing(service: Service, tmp_path: Path) -> None:
    """Also in a session that was told before: what it was told ended with its transaction."""
    opened = await opened_to(service, "referrer", tmp_path)
    async with service.log.pool.acquire() as connection:
        for _ in ("never told", "told before"):
            async with connection.transaction():
                await connection.execute(f"SET LOCAL ROLE {ROLE}")
                for table in told_of(service):
                    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
                assert await connection.fetchval(f"SELECT count(subject) FROM {RELATIONS}") == 0
            async with connection.transaction():
                await lent_within(connection, opened).fetchval("SELECT 1")
        assert await connection.fetchval("SELECT current_user") == service.name


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT person FROM {RELATIONS}",  # who stands how to a case
        "SELECT wire FROM log.event_log",
        "SELECT * FROM log.case_key",
        "SELECT * FROM log.audit",
        f"DELETE FROM {RELATIONS}",
    ],
)
async def test_whom_it_is_lent_to_reads_views_alone_and_writes_nothing(
    database: MakeDatabase, tmp_path: Path, query: str
) -> None:
    async with on_a_database("notifier", database, tmp_path) as service:
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.ReadOnlySQLTransactionError)):
            await lent(service.log.pool, Opened()).fetch(query)


_CLOSED = """
SELECT c.relname, c.relrowsecurity AND count(p.oid) = 1 FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
 WHERE c.relnamespace = 'views'::regnamespace AND c.relkind = 'r' GROUP BY c.oid
"""


async def test_every_table_has_its_policy_or_a_reason_for_none_after_a_rebuild_too(
    database: MakeDatabase, tmp_path: Path
) -> None:
    for name in SERVICES:
        (folder := tmp_path / name).mkdir()
        async with on_a_database(name, database, folder) as service:
            before = {row[0]: row[1] for row in await service.log.pool.fetch(_CLOSED)}
            async with service.log.pool.acquire() as connection:
                await views.rebuild(service, connection)
            assert {row[0]: row[1] for row in await service.log.pool.fetch(_CLOSED)} == before
            closed = {table for table, is_closed in before.items() if is_closed}
            assert closed == {*told_of(service), RELATIONS}
            assert set(before) - closed <= {*OF_NO_CASE, views.release_of(service)}


async def test_what_was_known_on_a_day_is_closed_in_the_same_way(database: MakeDatabase, tmp_path: Path) -> None:
    """By how whoever asks stands to the case now."""
    async with on_a_database("console", database, tmp_path) as service:
        for number, case in enumerate(("own", "anothers")):
            values = (case, "assigned", WHO if case == "own" else ANOTHER, UUID(int=number))
            put_in = f"INSERT INTO views.{RELATIONS} VALUES ($1, $2, $3, '', NULL, $4, '')"
            await service.log.pool.execute(put_in, *values)
        opened = await opened_to(service, "referrer", tmp_path)
        async with known_at(service, datetime.now(UTC)) as known:
            for case in ("own", "anothers", "nobodys"):
                await known.execute("INSERT INTO canary VALUES ($1, $1, now())", case)
            db = lent_within(known, opened)
            rows = await db.fetch("SELECT subject FROM canary ORDER BY subject")
            assert [row["subject"] for row in rows] == ["nobodys", "own"]
            opened.cases(["anothers"])
            assert await db.fetchval("SELECT count(*) FROM canary") == 3
