"""The local PostgreSQL keeps what it committed, and a service may not change what it wrote."""

import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from deploy.local.ports import Ports, free_base_port
from deploy.local.postgres import LocalPostgres
from deploy.postgres import database_url, drop, provision

pytestmark = pytest.mark.real
MakeDatabase = Callable[[str], Awaitable[str]]

SAID = """
    INSERT INTO event_log (source, id, subject, version, type, cause, wire)
    VALUES ('intake', $1, 'case-1', $2, 'cspr.intake.test.v1', $1, '{}')
"""


def event_id(number: int) -> UUID:
    return UUID(int=number)


@pytest.fixture
async def own_postgres() -> AsyncIterator[LocalPostgres]:
    """A server that a test may kill."""
    with tempfile.TemporaryDirectory(prefix="cspr-test-", ignore_cleanup_errors=True) as directory:
        server = LocalPostgres(Path(directory), Ports(free_base_port()).of("postgres"))
        await server.start()
        yield server
        server.kill()


@pytest.fixture
async def intake(database: MakeDatabase) -> AsyncIterator[asyncpg.Connection]:
    """A connection with what a service may do, and one event said."""
    connection = await asyncpg.connect(await database("intake"))
    await connection.execute(SAID, event_id(1), 1)
    yield connection
    await connection.close()


async def test_what_was_committed_survives_kill_and_stop(own_postgres: LocalPostgres) -> None:
    await provision(own_postgres.admin_url, "intake", "pw")
    url = database_url(own_postgres.admin_url, "intake", "pw")
    for number, end in ((1, "kill"), (2, "stop")):
        connection = await asyncpg.connect(url)
        await connection.execute(SAID, event_id(number), number)
        if end == "kill":
            own_postgres.kill()
        else:
            await own_postgres.stop()
        assert not own_postgres.running
        await own_postgres.start()
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT count(*) FROM event_log") == 2
    assert await connection.fetchval("SHOW data_checksums") == "on"
    assert await connection.fetchval("SHOW fsync") == "on"
    await connection.close()


async def test_who_came_in_and_who_did_not_is_a_line_without_a_password(own_postgres: LocalPostgres) -> None:
    await provision(own_postgres.admin_url, "intake", "the-password")
    await (await asyncpg.connect(database_url(own_postgres.admin_url, "intake", "the-password"))).close()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(database_url(own_postgres.admin_url, "intake", "not-it"))
    await own_postgres.stop()  # all is written
    log = own_postgres.log.read_text()
    from_here = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC \[\d+\] 127\.0\.0\.1 "
    came_in = r'LOG:  connection authenticated: identity="intake" method=scram-sha-256 '
    assert re.search(from_here + came_in, log, re.MULTILINE)
    assert re.search(from_here + r'FATAL:  password authentication failed for user "intake"', log, re.MULTILINE)
    assert "the-password" not in log and "not-it" not in log


async def test_provisioning_twice_keeps_what_is_there(own_postgres: LocalPostgres) -> None:
    url = database_url(own_postgres.admin_url, "intake", "new")
    await provision(own_postgres.admin_url, "intake", "old")
    await provision(own_postgres.admin_url, "intake", "new")
    connection = await asyncpg.connect(url)
    await connection.execute(SAID, event_id(1), 1)
    await provision(own_postgres.admin_url, "intake", "new")
    assert await connection.fetchval("SELECT count(*) FROM event_log") == 1
    await drop(own_postgres.admin_url, "intake")  # although somebody is connected
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)


@pytest.mark.parametrize(
    "forbidden",
    [
        "DELETE FROM event_log",
        "TRUNCATE event_log",
        "UPDATE event_log SET wire = '{\"changed\": true}'",
        "UPDATE event_log SET version = 9",
        "ALTER TABLE event_log ADD COLUMN more int",
        "DROP TABLE event_log",
        "DELETE FROM consumed",
    ],
)
async def test_a_service_cannot_change_history(intake: asyncpg.Connection, forbidden: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await intake.execute(forbidden)


async def test_a_service_may_mark_what_it_published(intake: asyncpg.Connection) -> None:
    await intake.execute("UPDATE event_log SET kafka_partition = 0, kafka_offset = 41")
    assert await intake.fetchval("SELECT kafka_offset FROM event_log") == 41


async def test_a_service_makes_the_schema_of_its_views(intake: asyncpg.Connection) -> None:
    await intake.execute("CREATE SCHEMA views")
    await intake.execute("CREATE TABLE open_cases (subject text)")
    where = "SELECT schemaname FROM pg_tables WHERE tablename = 'open_cases'"
    assert await intake.fetchval(where) == "views"


async def test_a_service_cannot_read_anothers_database(database: MakeDatabase, postgres: LocalPostgres) -> None:
    await database("intake")
    theirs = (await database("notifier")).rpartition("/")[2]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(database_url(postgres.admin_url, "intake", "test", theirs))


async def test_a_name_that_needs_quoting_is_refused(postgres: LocalPostgres) -> None:
    with pytest.raises(ValueError, match="not a name"):
        await provision(postgres.admin_url, 'intake"; DROP ROLE x; --', "pw")
