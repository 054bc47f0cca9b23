"""The connection breaks at a COMMIT, and nobody can tell whether it was done: nothing is lost, nothing doubled."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from shared import views
from shared.absorb import Absorber
from shared.faults import OURS
from tests.faults.cutting import MARK, Cutting, When
from tests.shared.test_absorb import picture, with_an_empty_database
from tests.shared.test_relay import drained
from tests.toys import Toy, toys, until

pytestmark = pytest.mark.parametrize("when", ["before", "after"])


@pytest.fixture
async def cut_off(kafka, database) -> AsyncIterator[tuple[Toy, Toy, dict[str, Cutting]]]:
    """A teller and a listener, each with a way to its database that can be cut."""
    ways: dict[str, Cutting] = {}
    async with AsyncExitStack() as stack:

        async def through(service: str) -> str:
            way = ways[service] = Cutting(await database(service))
            await stack.enter_async_context(way.listening())
            return way.url

        teller, listener = await stack.enter_async_context(toys(kafka.bootstrap, through))
        yield teller, listener, {"teller": ways["intake"], "listener": ways["notifier"]}


async def _told(teller: Toy, listener: Toy, numbers: range) -> None:
    """Everything is said, heard and answered."""
    async with teller.relaying(), listener.relaying(), listener.listening():
        for number in numbers:
            await teller.tell(number, f"case-{number % 3}")
        await until(lambda: drained(teller))
        await until(lambda: _noted(listener, numbers.stop))
        await until(lambda: drained(listener))


async def _noted(listener: Toy, count: int) -> bool:
    return len(await listener.numbers()) >= count


async def _once(toy: Toy, count: int) -> None:
    found = Counter(recorded.id for recorded in await toy.on_kafka())
    assert found.total() == len(found) == count
    assert await toy.numbers() == list(range(count))


async def test_a_command_asked_again_is_done_once(cut_off, when: When):
    teller, _, ways = cut_off
    ways["teller"].cut(when)

    with pytest.raises(OURS):
        await teller.tell(0)
    said = await teller.tell(0)

    assert ways["teller"].cuts == 1
    assert said.repeated is (when == "after")
    assert await teller.numbers() == [0]


async def test_a_slice_is_heard_once(cut_off, when: When):
    teller, listener, ways = cut_off
    ways["listener"].cut(when)

    await _told(teller, listener, range(6))

    assert ways["listener"].cuts == 1
    await _once(listener, 6)


async def test_what_the_relay_may_not_have_marked_is_said_once(cut_off, when: When):
    teller, _, ways = cut_off
    for number in range(6):
        await teller.tell(number, f"case-{number % 3}")
    ways["teller"].cut(when, MARK)

    async with teller.relaying():
        await until(lambda: drained(teller))

    assert ways["teller"].cuts == 1
    await _once(teller, 6)


async def test_what_is_absorbed_is_absorbed_once(cut_off, when: When, postgres):
    teller, listener, _ = cut_off
    await _told(teller, listener, range(6))
    before = await picture(listener)

    async with AsyncExitStack() as stack:
        way = Cutting(listener.url)
        await stack.enter_async_context(way.listening())
        again = await with_an_empty_database(listener, postgres.admin_url, stack, way.url)
        way.cut(when)
        with pytest.raises(OURS):
            await Absorber(again.service, again.bootstrap)()
        await Absorber(again.service, again.bootstrap)()

        assert await picture(again) == before


async def test_views_that_may_not_have_been_swapped_in_are_whole(cut_off, when: When):
    teller, _, ways = cut_off
    for number in range(6):
        await teller.tell(number)
    ways["teller"].cut(when)

    with pytest.raises(OURS):
        async with teller.service.log.pool.acquire() as connection:
            await views.rebuild(teller.service, connection)

    async with teller.service.log.pool.acquire() as connection:
        found = await views.compared(teller.service, connection)
        assert found and all(live == folded for live, folded in found.values())
        assert await views.rebuild(teller.service, connection) == 6
