"""A log that is behind Kafka catches up before it says anything, and says nothing twice."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from msgspec.structs import replace

from deploy.postgres import database_url, drop, provision
from shared import views
from shared.absorb import Absorber, Forked
from shared.event_log import EventLog, Place
from shared.events.base import RecordQuarantined, Vocabulary
from shared.hearing import Hearing
from shared.kafka_reading import cluster_id
from tests.shared.test_relay import drained
from tests.toys import Noted, Numbers, Toy, make_views, until


async def _settled(teller: Toy, listener: Toy, count: int) -> bool:
    return len(await listener.numbers()) == count and await drained(listener)


async def _play(teller: Toy, listener: Toy, numbers: range) -> None:
    async with teller.relaying(), listener.relaying(), listener.listening():
        for number in numbers:
            await teller.tell(number, f"case-{number % 3}")
        await until(lambda: drained(teller))
        await until(lambda: _settled(teller, listener, numbers.stop))


async def picture(toy: Toy) -> tuple[dict, list]:
    async with toy.service.log.pool.acquire() as connection:
        tables = await views.hashes(connection, "views")
    rows = await toy.service.log.pool.fetch("SELECT wire FROM event_log ORDER BY source, subject, version")
    return tables, [row["wire"] for row in rows]


async def with_an_empty_database(toy: Toy, admin_url: str, stack: AsyncExitStack, url: str = "") -> Toy:
    """The same service, its memory gone; reached by `url`, if there is another way to it."""
    name = toy.url.rsplit("/", 1)[1]
    await toy.service.log.pool.close()
    await drop(admin_url, "notifier", database=name)
    await provision(admin_url, urlsplit(toy.url).username or "", "test", database=name)
    await make_views(toy.url)
    url = url or toy.url
    old = toy.service
    says = Vocabulary.of(toy.name, Noted, RecordQuarantined)
    log = EventLog(says=says, hears=list(old.log.hears.values()))
    await stack.enter_async_context(log.opened(url))
    service = type(old)(
        log=log,
        deciders=old.deciders,
        keyring=type(old.keyring)(bytes(range(32))),
        clock=old.clock,
        views=[Numbers()],
        react=old.react,
    )
    return Toy(service, url, toy.bootstrap, Hearing(service), toy.hears)


async def test_a_dropped_database_is_read_again_from_kafka_and_is_the_same(pair, postgres):
    teller, listener = pair
    await _play(teller, listener, range(12))
    before = await picture(listener)

    async with AsyncExitStack() as stack:
        again = await with_an_empty_database(listener, postgres.admin_url, stack)
        await Absorber(again.service, again.bootstrap)()
        assert await picture(again) == before

        await _play(teller, again, range(12, 15))
        assert Counter(r.id for r in await again.on_kafka()).most_common(1)[0][1] == 1
        assert await again.numbers() == list(range(15))


async def test_a_service_that_hears_nobody_reads_its_own_again(pair, postgres):
    teller, listener = pair
    await _play(teller, listener, range(3))
    _, before = await picture(teller)

    async with AsyncExitStack() as stack:
        again = await with_an_empty_database(teller, postgres.admin_url, stack)
        await asyncio.wait_for(Absorber(again.service, again.bootstrap)(), 60)
        _, after = await picture(again)
        assert after == before


@pytest.mark.parametrize(
    ("own", "at_once", "written"),
    [
        (2, 100, [4, 4, 4, 4, 2]),  # each of the nine, and one answer to it
        (3, 4, [4, 2, 4, 2, 4, 2]),  # what was heard counts as well
    ],
)
async def test_what_is_read_again_is_in_memory_a_chunk_at_a_time_and_is_the_same(
    pair, postgres, monkeypatch, own, at_once, written
):
    teller, listener = pair
    await _play(teller, listener, range(9))
    before = await picture(listener)
    chunks: list[int] = []
    write = Absorber._write

    async def noted(self, batch, writes):
        chunks.append(len(batch))
        await write(self, batch, writes)

    monkeypatch.setattr("shared.absorb.CHUNK", own)
    monkeypatch.setattr("shared.absorb.AT_ONCE", at_once)
    monkeypatch.setattr("shared.reread.A_FEW", 1)
    monkeypatch.setattr(Absorber, "_write", noted)
    async with AsyncExitStack() as stack:
        again = await with_an_empty_database(listener, postgres.admin_url, stack)
        absorb = Absorber(again.service, again.bootstrap)
        await absorb()
        assert await picture(again) == before

    assert chunks == written
    assert absorb.taken_in == 18


async def test_a_restored_old_backup_takes_in_what_it_finds_beyond_its_end(pair, postgres):
    teller, listener = pair
    await _play(teller, listener, range(6))
    pool = listener.service.log.pool
    backup = await pool.fetch("SELECT wire, kafka_partition, kafka_offset FROM event_log ORDER BY position")
    offsets = await listener.stored_offsets()
    await _play(teller, listener, range(6, 10))
    newest = await picture(listener)

    async with AsyncExitStack() as stack:
        old = await with_an_empty_database(listener, postgres.admin_url, stack)
        await _restore(old, backup, offsets)
        await Absorber(old.service, old.bootstrap)()
        assert await picture(old) == newest

        await _play(teller, old, range(10, 12))
        assert await old.numbers() == list(range(12))
        assert Counter(r.id for r in await old.on_kafka()).most_common(1)[0][1] == 1


async def test_another_event_of_ours_where_the_log_has_one_is_a_fork_and_is_said(pair, postgres):
    teller, listener = pair
    await _play(teller, listener, range(2))
    pool = listener.service.log.pool
    rows = await pool.fetch("SELECT wire, kafka_partition, kafka_offset FROM event_log ORDER BY position")

    async with AsyncExitStack() as stack:
        other = await with_an_empty_database(listener, postgres.admin_url, stack)
        async with other.service.transaction() as tx:
            for row in rows:
                recorded = other.service.log.read(row["wire"])
                ours = recorded.source == other.service.name
                place = None if ours else Place("", row["kafka_partition"], row["kafka_offset"])
                tx.append(replace(recorded, id=uuid4()) if ours else recorded, place)
        with pytest.raises(Forked):
            await Absorber(other.service, other.bootstrap)()


async def _restore(toy: Toy, backup: list, offsets: dict[str, int]) -> None:

    async with toy.service.transaction() as tx:
        for row in backup:
            recorded = toy.service.log.read(row["wire"])
            tx.append(recorded, Place("", row["kafka_partition"], row["kafka_offset"]))
            toy.service.project(tx.about(recorded.subject), recorded)
        for name, next_offset in offsets.items():
            topic, partition = name.split("/")
            await tx.connection.execute(
                "INSERT INTO consumed VALUES ($1, $2, $3, $4)",
                topic,
                int(partition),
                await cluster_id(toy.bootstrap),
                next_offset,
            )


async def test_the_database_that_took_anothers_place_is_not_written_on(pair, postgres):
    teller, _ = pair
    name = teller.url.rsplit("/", 1)[1]
    await teller.tell(1)

    await drop(postgres.admin_url, "intake", database=name)
    await provision(postgres.admin_url, "intake", "test", database=name)
    assert database_url(postgres.admin_url, "intake", "test", name) == teller.url

    try:
        await teller.tell(2)
    except Exception:
        pass
    else:
        raise AssertionError("said something into another log")
    assert teller.service.log.replaced.is_set()
