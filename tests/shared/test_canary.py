"""How old the newest canary is that came to here; and which of them is still to be handed over."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from services.notifier.canary import HandOverCanary, Stub
from shared import canary
from shared.events.base import Recorded
from shared.events.canary import CanaryHandedOver, CanarySent
from tests.contracts.records import examples

NOON = datetime(2026, 4, 9, 12, tzinfo=UTC)


def minute(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def of(said: CanarySent | CanaryHandedOver) -> Recorded:
    (like,) = (each for each in examples() if type(each.data) is type(said))
    return replace(like, subject=canary.subject_of(said.sent_at), data=said)


@pytest.fixture
async def view(database):
    connection = await asyncpg.connect(await database("notifier"))
    await connection.execute(f"CREATE SCHEMA IF NOT EXISTS views; SET search_path TO views; {canary.SCHEMA}")
    yield connection
    await connection.close()


async def shown(view, *said: CanarySent | CanaryHandedOver) -> None:
    written: list[tuple[object, ...]] = []
    for each in said:
        canary.project(lambda *row: written.append(row), of(each))
    for statement, *values in written:
        await view.execute(statement, *values)


async def age(view, at: datetime) -> list[float]:
    return [it.value for it in await canary.measures(view, at)]


async def test_without_a_canary_there_is_no_age(view):
    assert await age(view, NOON) == []
    assert await canary.waiting(view) is None


async def test_intake_tells_the_age_of_what_it_sent(view):
    await shown(view, CanarySent(sent_at=minute(0)), CanarySent(sent_at=minute(1)))
    assert await age(view, minute(3)) == [120.0]


async def test_behind_the_notifier_only_what_came_through_it_counts(view):
    await shown(view, CanaryHandedOver(sent_at=minute(0)), CanarySent(sent_at=minute(0)))
    await shown(view, CanarySent(sent_at=minute(1)), CanarySent(sent_at=minute(2)))
    assert await age(view, minute(3)) == [180.0]


async def test_one_that_comes_late_makes_none_older(view):
    await shown(view, CanaryHandedOver(sent_at=minute(2)), CanaryHandedOver(sent_at=minute(1)))
    assert await age(view, minute(3)) == [60.0]


async def test_after_an_absence_only_the_newest_is_handed_over(view):
    await shown(view, *(CanarySent(sent_at=minute(number)) for number in range(5)))
    (todo,) = await Stub().due(view, minute(9))
    assert (todo.subject, todo.command) == ("canary/2026-04-09", HandOverCanary(sent_at=minute(4)))
    await shown(view, CanaryHandedOver(sent_at=minute(4)))
    assert await Stub().due(view, minute(9)) == []
