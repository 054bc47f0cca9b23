from collections.abc import AsyncIterator

import pytest

from tests.toys import Toy, toys


@pytest.fixture
async def pair(kafka, database) -> AsyncIterator[tuple[Toy, Toy]]:
    """A teller and a listener, on real Kafka and PostgreSQL, each with its own database and topic."""
    async with toys(kafka.bootstrap, database) as made:
        yield made
