"""What is noted is on Kafka too, once and in order; and a table that was lost is filled again from there."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import pytest
from aiokafka import TopicPartition

from deploy.audit_admin import copied_whole
from deploy.postgres import connected
from shared.audit import life
from shared.audit.copying import Copying, Departed
from shared.audit.entry import Tip
from shared.audit.on_kafka import end_of
from shared.audit.writing import Audit
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.kafka_reading import read_to_end
from shared.topics import Topic, audit_of, provision
from tests.audit.examples import log_of, looked, wires
from tests.toys import until

pytestmark = pytest.mark.real
_numbers = itertools.count(1)


@dataclass
class Kept:
    """One table, and who copies it to a topic of the test's own."""

    log: EventLog
    audit: Audit
    copying: Copying
    url: str


@dataclass
class Ground:
    bootstrap: str
    service: str
    stack: AsyncExitStack
    database: object

    async def kept(self, url: str = "") -> Kept:
        """On an empty database, or as another instance on that one."""
        url = url or await self.database("intake")  # type: ignore[operator]
        log = EventLog(says=INTAKE)
        await self.stack.enter_async_context(log.opened(url))
        audit = Audit(log)
        return Kept(log, audit, Copying(audit, log, self.bootstrap, self.service), url)

    async def copied(self) -> list[bytes]:
        start = {TopicPartition(audit_of(self.service), 0): 0}
        return [record.value or b"" async for record in read_to_end(self.bootstrap, start)]

    async def until_copied(self, tip: Tip) -> None:
        async def there() -> bool:
            return await end_of(self.bootstrap, TopicPartition(audit_of(self.service), 0)) == tip

        await until(there)


@pytest.fixture
async def ground(kafka, database) -> AsyncIterator[Ground]:
    service = f"copied-{next(_numbers)}"
    await provision(kafka.bootstrap, [Topic(audit_of(service), 1, {"retention.ms": "-1"})])
    async with AsyncExitStack() as stack:
        yield Ground(kafka.bootstrap, service, stack, database)


@asynccontextmanager
async def copying(*kept: Kept) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(it.copying.run()) for it in kept]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def stored(kept: Kept) -> list[bytes]:
    return [row["entry"] for row in await kept.log.pool.fetch("SELECT entry FROM log.audit ORDER BY number")]


async def test_what_is_noted_is_copied_once_and_in_order_by_however_many(ground: Ground) -> None:
    first = await ground.kept()
    second = await ground.kept(first.url)
    async with copying(first, second):
        await first.audit.note(*map(looked, range(20)))
        await ground.until_copied(log_of(20)[-1].tip)
        await second.audit.note(*map(looked, range(20, 30)))
        await ground.until_copied(log_of(30)[-1].tip)
    third = await ground.kept(first.url)  # as after a restart
    async with copying(third):
        await third.audit.note(looked(30))
        await ground.until_copied(log_of(31)[-1].tip)
    assert await ground.copied() == await stored(third) == wires(log_of(31))


async def test_a_lost_table_is_filled_again_and_gone_on_with(ground: Ground) -> None:
    lost = await ground.kept()
    async with copying(lost):
        await lost.audit.note(*map(looked, range(20)))
        await ground.until_copied(log_of(20)[-1].tip)

    fresh = await ground.kept()
    assert not await life.is_newest(fresh.log.pool)
    assert await fresh.copying.read_back() == 20
    assert await life.is_newest(fresh.log.pool)
    assert await stored(fresh) == wires(log_of(20))
    async with copying(fresh):
        await fresh.audit.note(looked(20))
        await ground.until_copied(log_of(21)[-1].tip)
    assert await ground.copied() == wires(log_of(21))


async def test_an_old_backup_lacks_only_its_end(ground: Ground) -> None:
    kept = await ground.kept()
    async with copying(kept):
        await kept.audit.note(*map(looked, range(20)))
        await ground.until_copied(log_of(20)[-1].tip)
    old = await ground.kept()
    await old.audit.read_back(log_of(12))
    assert await old.copying.read_back() == 8
    assert await stored(old) == wires(log_of(20))
    assert await old.copying.read_back() == 0


async def test_a_copy_that_was_lost_is_made_again(ground: Ground) -> None:
    kept = await ground.kept()
    await kept.audit.note(*map(looked, range(20)))  # and none of it is on Kafka
    async with copying(kept):
        await ground.until_copied(log_of(20)[-1].tip)
    assert await ground.copied() == wires(log_of(20))


async def test_nothing_is_copied_from_a_table_that_tells_another_story(ground: Ground, postgres) -> None:
    kept = await ground.kept()
    async with copying(kept):
        await kept.audit.note(*map(looked, range(5)))
        await ground.until_copied(log_of(5)[-1].tip)
    async with connected(postgres.admin_url, kept.url.rpartition("/")[2]) as owner:
        await owner.execute("DELETE FROM log.audit WHERE number > 3")
    forging = Audit(kept.log)
    await forging.note(*map(looked, range(40, 45)))  # longer than the true one

    again = await ground.kept(kept.url)
    with pytest.raises(Departed, match="entry 5 is another"):
        await again.copying.read_back()
    assert again.copying.departed
    assert await ground.copied() == wires(log_of(5))


async def test_nothing_is_read_back_onto_a_table_that_tells_another_story(ground: Ground) -> None:
    kept = await ground.kept()
    async with copying(kept):
        await kept.audit.note(*map(looked, range(5)))
        await ground.until_copied(log_of(5)[-1].tip)
    other = await ground.kept()
    await other.audit.note(looked(40))
    with pytest.raises(Departed, match="entry 1 is another"):
        await other.copying.read_back()
    assert len(await stored(other)) == 1


async def test_nothing_is_left_when_a_table_is_about_to_be_dropped(ground: Ground) -> None:
    kept = await ground.kept()
    async with copying(kept):
        await kept.audit.note(*map(looked, range(5)))
        await ground.until_copied(log_of(5)[-1].tip)
    await kept.audit.note(*map(looked, range(5, 9)))  # while nobody copies
    assert await copied_whole(kept.url, ground.bootstrap, ground.service) == 4
    assert await ground.copied() == wires(log_of(9))
    assert await copied_whole(kept.url, ground.bootstrap, ground.service) == 0


async def test_a_table_that_tells_another_story_is_evidence_and_not_to_be_dropped(ground: Ground) -> None:
    kept = await ground.kept()
    async with copying(kept):
        await kept.audit.note(*map(looked, range(5)))
        await ground.until_copied(log_of(5)[-1].tip)
    old, forged = await ground.kept(), await ground.kept()
    await old.audit.read_back(log_of(3))
    assert await copied_whole(old.url, ground.bootstrap, ground.service) == 0
    await forged.audit.note(*map(looked, range(40, 50)))
    with pytest.raises(Departed, match="entry 5 is another"):
        await copied_whole(forged.url, ground.bootstrap, ground.service)
