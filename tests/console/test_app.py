"""The console's wiring: it hears all four services, says nothing, and is stopped by no record."""

import pytest
from aiokafka import TopicPartition

from shared import views
from shared.event_log import Place
from shared.hearing import Record
from shared.kafka import stored_offset
from shared.topics import SERVICES_THAT_SAY
from tests.console.conftest import Console
from tests.console.examples import CASE, MONDAY, REPORTED
from tests.console.story import Story

pytestmark = pytest.mark.real


async def test_it_hears_every_service_and_says_nothing(console: Console) -> None:
    assert set(console.service.log.hears) == set(SERVICES_THAT_SAY)
    assert not console.service.log.says.classes
    paths = console.module.app.openapi()["paths"]
    assert "/cases/{case}" in paths
    assert {method for path in paths.values() for method in path} == {"get"}


async def test_a_record_that_cannot_be_read_is_set_aside_and_the_next_is_heard(console: Console) -> None:
    hearing = console.module.application.hearing
    hearing.cluster = "this one"
    await stored_offset(hearing, TopicPartition("intake.events", 0))
    good = Story().said("intake", REPORTED, MONDAY)
    await hearing.take_in(
        0,
        [
            Record(Place("intake.events", 0, 0), b"x", b"rubbish"),
            Record(Place("intake.events", 0, 1), CASE.encode(), good.wire),
        ],
    )
    status = await console.module.application.status.read()
    assert (status["quarantined"], status["heard"]) == (1, {"intake": 1})
    async with console.service.log.pool.acquire() as connection:
        live = await views.hashes(connection, "views")
        await views.rebuild(console.service, connection)
        assert await views.hashes(connection, "views") == live
