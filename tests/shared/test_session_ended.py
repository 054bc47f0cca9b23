"""What becomes of a session that PostgreSQL ends, as it does when whoever holds it is frozen: on the real one."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.postgres import connected
from shared.event_log import EventLog
from shared.events.base import Vocabulary
from shared.lease import LeaseLost, leading
from shared.producers import unhurried
from tests.toys import until

LOCK = 41
OVER = (asyncpg.PostgresError, asyncpg.InterfaceError)  # as the server said so, or as asyncpg has seen it leave


@pytest.fixture
async def log(database) -> AsyncIterator[EventLog]:
    log = EventLog(Vocabulary.of("toy"))
    async with log.opened(await database("intake")):
        yield log


async def _end(postgres, pid: int) -> None:
    """As PostgreSQL does when whoever holds a session is frozen."""
    async with connected(postgres.admin_url) as admin:
        await admin.execute("SELECT pg_terminate_backend($1)", pid)

        async def gone() -> bool:
            return not await admin.fetchval("SELECT count(*) FROM pg_stat_activity WHERE pid = $1", pid)

        await until(gone)


async def _holder(log: EventLog) -> int:
    pid: int = await log.pool.fetchval(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted", LOCK
    )
    return pid


async def test_a_lease_whose_session_was_ended_is_lost_and_nothing_else_is_said(log, postgres):
    with pytest.raises(LeaseLost):
        async with leading(log.pool, LOCK, lambda *_: None) as lease:
            await _end(postgres, await _holder(log))
            await lease.check()


async def test_what_went_wrong_is_raised_and_not_that_the_session_is_over(log, postgres):
    class _Fenced(Exception):
        pass

    with pytest.raises(_Fenced):
        async with log.pool.acquire() as connection, unhurried(connection):
            await _end(postgres, connection.get_server_pid())
            with pytest.raises(OVER):
                await connection.execute("SELECT 1")
            raise _Fenced


async def test_a_transaction_whose_session_was_ended_says_so_and_the_next_one_is_another(log, postgres):
    with pytest.raises(OVER):
        async with log.writing() as connection:
            await _end(postgres, connection.get_server_pid())
            await connection.execute("SELECT 1")

    async with log.writing() as connection:
        assert await connection.fetchval("SELECT 1") == 1
