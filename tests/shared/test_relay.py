"""What was said reaches Kafka once and in order, whoever dies when."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest
from aiokafka import AIOKafkaProducer

from shared import relay as module
from shared.broker import client as at
from shared.receipts import level, recorded_on_kafka
from shared.relay import Relay
from tests.toys import Toy, until


async def drained(toy: Toy) -> bool:
    left = await toy.service.log.pool.fetchval("SELECT count(*) FROM event_log WHERE kafka_offset IS NULL")
    return left == 0


async def test_what_was_said_is_on_kafka_byte_for_byte_and_in_order(pair):
    teller, _ = pair
    said = [await teller.tell(number, f"case-{number % 3}") for number in range(30)]

    async with teller.relaying():
        await until(lambda: drained(teller))

    await until(lambda: _all_readable(teller, len(said)))
    found = await teller.on_kafka()
    assert sorted(r.wire for r in found) == sorted(s.events[0].wire for s in said)
    for case in ("case-0", "case-1", "case-2"):
        versions = [r.version for r in found if r.subject == case]
        assert versions == sorted(versions)


async def test_accepted_becomes_recorded_when_kafka_has_it(pair):
    teller, _ = pair
    said = await teller.tell(1)
    assert await level(teller.service.log, said) == "accepted"

    async with teller.relaying():
        assert await recorded_on_kafka(teller.service.log, said, timeout_seconds=30)

    assert await level(teller.service.log, said) == "recorded"


async def test_what_was_published_but_not_marked_is_found_there_and_not_said_twice(pair):
    teller, _ = pair
    for number in range(5):
        await teller.tell(number)
    async with teller.relaying():
        await until(lambda: drained(teller))
    await teller.service.log.pool.execute(
        "UPDATE event_log SET kafka_offset = NULL, kafka_partition = NULL WHERE version > 2"
    )

    async with teller.relaying():
        await until(lambda: drained(teller))

    assert Counter(r.id for r in await teller.on_kafka()).most_common(1)[0][1] == 1


async def test_a_batch_is_bound_by_bytes_and_never_empty(pair, monkeypatch):
    teller, _ = pair
    batches: list[int] = []
    publish = Relay._publish

    async def counted(self, *told):
        batches.append(_events(told[-1]))
        await publish(self, *told)

    said = [await teller.tell(number) for number in range(6)]
    size = max(len(each.events[0].wire) for each in said)
    monkeypatch.setattr(Relay, "_publish", counted)
    for bound, expected in ((size + 1, [2, 2, 2]), (1, [1] * 6)):
        monkeypatch.setattr(module, "BATCH_BYTES", bound)
        batches.clear()
        async with teller.relaying():
            await until(lambda: drained(teller))
        assert batches == expected
        said += [await teller.tell(number) for number in range(10, 16)]


async def test_of_two_relays_one_leads_and_the_other_takes_over(pair):
    teller, _ = pair
    async with teller.relaying() as first:
        await until(lambda: _leads(first))
        async with teller.relaying() as second:
            for number in range(10):
                await teller.tell(number)
            await until(lambda: drained(teller))
            assert not second.leading
            first.stopping.set()
            await until(lambda: _leads(second))
            await teller.tell(11)
            await until(lambda: drained(teller))

    await until(lambda: _all_readable(teller, 11))


async def _all_readable(toy: Toy, count: int) -> bool:
    """A commit is decided before its markers are written, and only then readers of committed records get it."""
    return len(await toy.on_kafka()) == count


def _events(rows) -> int:
    """A batch's rows but for keys, which have no id."""
    return len([row for row in rows if row["id"]])


async def _leads(relay) -> bool:
    return relay.leading


@pytest.mark.parametrize("turn", ["", "-2"])
async def test_a_relay_that_was_fenced_gives_up_and_comes_back(pair, turn):
    """Whichever of its two producers it was."""
    teller, _ = pair
    async with teller.relaying() as relay:
        await until(lambda: _leads(relay))
        fenced = f"relay-{teller.name}{turn}"
        usurper = AIOKafkaProducer(**at(teller.bootstrap), transactional_id=fenced)
        await usurper.start()
        await usurper.stop()
        for number in (1, 2):
            await teller.tell(number)
            await until(lambda: drained(teller))

    await until(lambda: _all_readable(teller, 2))
    assert [r.data.number for r in await teller.on_kafka()] == [1, 2]


async def test_the_producers_take_turns_and_what_was_said_stays_in_order(pair, monkeypatch):
    teller, _ = pair
    turns: list[str] = []
    publish = Relay._publish

    async def noted(self, connection, producer, *batch):
        turns.append(producer._txn_manager.transactional_id)
        await publish(self, connection, producer, *batch)

    monkeypatch.setattr(Relay, "_publish", noted)
    async with teller.relaying() as relay:
        await until(lambda: _leads(relay))
        for number in range(4):
            await teller.tell(number)
            await until(lambda: drained(teller))

    assert len(turns) >= 4
    assert all(one != other for one, other in pairwise(turns))
    await until(lambda: _all_readable(teller, 4))
    assert [r.data.number for r in await teller.on_kafka()] == [0, 1, 2, 3]


async def test_who_waits_until_it_is_recorded_is_told_by_the_relay_and_does_not_ask_again(pair, monkeypatch):
    teller, _ = pair
    monkeypatch.setattr("shared.receipts.TOLD_SECONDS", 3_600)
    async with teller.relaying() as relay:
        await until(lambda: _leads(relay))
        said = await teller.tell(1)
        async with asyncio.timeout(60):
            assert await recorded_on_kafka(teller.service.log, said, timeout_seconds=1_000)


async def test_a_session_whose_commits_wait_for_no_disk_is_not_lent_to_anybody_else(pair):
    teller, _ = pair
    async with teller.relaying() as relay:
        await until(lambda: _leads(relay))
        await teller.tell(1)
        await until(lambda: drained(teller))

    async with AsyncExitStack() as stack:
        lent = [await stack.enter_async_context(teller.service.log.pool.acquire()) for _ in range(8)]
        settings = [await connection.fetchval("SHOW synchronous_commit") for connection in lent]
    assert settings == ["on"] * 8


async def test_what_one_transaction_said_is_never_split_between_two_kafka_transactions(pair, monkeypatch):
    monkeypatch.setattr("shared.relay.BATCH_ROWS", 1)
    teller, _ = pair
    async with teller.service.transaction() as tx:
        for number in range(3):
            await _say_within(tx, teller, number)
    batches: list[int] = []
    relay = teller.relay()
    publish = relay._publish

    async def watch(connection, producer, rows):
        batches.append(_events(rows))
        await publish(connection, producer, rows)

    monkeypatch.setattr(relay, "_publish", watch)
    task = asyncio.create_task(relay.run())
    await until(lambda: drained(teller))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert [size for size in batches if size] == [3]


async def _say_within(tx, teller: Toy, number: int) -> None:
    from datetime import UTC, datetime

    from shared.decider import Ask, Occasion
    from tests.toys import Tell, cause

    occasion = Occasion(datetime.now(UTC), "person:test", cause(f"batch/{number}"))
    await teller.service.carry_out(tx, Ask("case-b", Tell(number=number)), occasion)
