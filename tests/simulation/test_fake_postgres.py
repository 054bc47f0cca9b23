"""The fake PostgreSQL does what the services rely on in the real one."""

from random import Random

import pytest

from tests.simulation.postgres import Server
from tests.simulation.postgres_contract import *  # noqa: F403  (its tests)
from tests.simulation.postgres_contract import opened
from tests.simulation.world import World


@pytest.fixture
async def ground(tmp_path):
    server = Server(World(Random(1), latency_seconds=0), tmp_path)

    async def cut() -> None:
        server.database("toy").cut_all()

    async with opened(lambda **options: server.create_pool("postgresql://x/toy", **options), cut) as made:
        yield made
