"""An insert into a view means the same for many rows at once: PostgreSQL gives each value the same type."""

import asyncpg
import pytest

from shared.combined import ROWS, of_rows
from shared.events.base import decode, encode
from shared.service import Service
from shared.topics import SERVICES_THAT_SAY
from tests.contracts import records
from tests.contracts.wiring import wired


def inserts(service: Service) -> dict[str, int]:
    """What the golden examples of all events write, and how many values each has."""
    found: dict[str, int] = {}

    def write(statement: str, /, *values: object) -> None:
        found[statement] = len(values)

    for recorded in records.examples():
        if recorded.source in service.log.vocabularies:
            service.project(write, decode(encode(recorded), service.log.vocabularies))
    return {statement: width for statement, width in found.items() if of_rows(statement, width)}


@pytest.mark.parametrize("name", [*SERVICES_THAT_SAY, "console"])
async def test_each_value_has_the_type_that_it_has_alone(database, tmp_path, name):
    with wired([name], tmp_path) as modules:
        service = modules[name].service
    connection = await asyncpg.connect(await database(name))
    await connection.execute("CREATE SCHEMA views; SET search_path TO views, log")
    for view in service.views:
        await connection.execute(view.SCHEMA)
    found = inserts(service)
    assert found
    for statement, width in found.items():
        alone, together = [await _types(connection, text) for text in (statement, of_rows(statement, width))]
        assert together == alone * ROWS, statement
    await connection.close()


async def _types(connection: asyncpg.Connection, statement: str) -> list[str]:
    return [each.name for each in (await connection.prepare(statement)).get_parameters()]
