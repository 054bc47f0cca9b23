from collections.abc import AsyncIterator

import pytest_asyncio

from deploy.local.postgres import LocalPostgres
from tests.bad_input.door import Door, door


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def intake(postgres: LocalPostgres, request) -> AsyncIterator[Door]:
    """One for all tests of a module: what one of them sent, the next one comes behind."""
    async with door(postgres, request.module.__name__.rpartition(".")[2]) as made:
        yield made
