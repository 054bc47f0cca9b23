"""Whoever loses the lead, or its session, hears that by its name. A pool that answers as asyncpg's does."""

from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from shared.lease import LeaseLost, leading
from shared.producers import unhurried


class _Session:
    """Of a pool. Once PostgreSQL has ended it, it is back in the pool, and asyncpg refuses whatever is asked."""

    def __init__(self) -> None:
        self.over = False
        self.terminated = 0

    async def execute(self, *_: Any) -> None:
        self._refuse_if_over()

    async def fetchval(self, *_: Any) -> bool:
        self._refuse_if_over()
        return True

    async def add_listener(self, *_: Any) -> None:
        self._refuse_if_over()

    def terminate(self) -> None:
        self._refuse_if_over()
        self.terminated += 1

    def _refuse_if_over(self) -> None:
        if self.over:
            raise asyncpg.InterfaceError("connection has been released back to the pool")


class _Pool:
    def __init__(self) -> None:
        self.session = _Session()

    @asynccontextmanager
    async def acquire(self) -> Any:
        yield self.session


class _Fenced(Exception):
    pass


async def test_a_lease_whose_session_postgres_ended_is_lost_and_nothing_else_is_said():
    pool = _Pool()
    with pytest.raises(LeaseLost):
        async with leading(pool, 41, lambda *_: None) as lease:
            pool.session.over = True
            await lease.check()


async def test_what_went_wrong_is_raised_and_not_that_the_session_is_over():
    session = _Session()
    with pytest.raises(_Fenced):
        async with unhurried(session):
            session.over = True
            raise _Fenced


async def test_a_session_that_is_not_over_is_ended_with_the_lead():
    pool = _Pool()
    async with leading(pool, 41, lambda *_: None):
        pass
    assert pool.session.terminated == 1
