"""PostgreSQL does what the services rely on, and what its fake pretends."""

import asyncpg
import pytest

from tests.simulation.postgres_contract import *  # noqa: F403  (its tests)
from tests.simulation.postgres_contract import opened


@pytest.fixture
async def ground(database):
    url = await database("intake")

    async def cut() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )
        await connection.close()

    async with opened(lambda **options: asyncpg.create_pool(url, **options), cut) as made:
        yield made
