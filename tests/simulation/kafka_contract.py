"""What the services rely on in Kafka. Two modules run it: on the fake of the simulation, and on the real one.

`ground` has `topic`, of one partition, `producer(**options)` and `consumer(**options)`, started; the second is
assigned the topic's partition and stands at its beginning.
"""

from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import IllegalOperation, KafkaError, ProducerFenced

from tests.toys import until

FENCED = (ProducerFenced, IllegalOperation, KafkaError)


async def read(ground, *, isolation_level: str = "read_committed", at_least: int = 0) -> list[tuple[int, bytes]]:
    """(offset, value) up to where the partition ends now, as `shared.kafka_reading.read_to_end` reads.

    `at_least` so many: the broker answers a commit before the partition shows it.
    """
    consumer = await ground.consumer(isolation_level=isolation_level)
    where = TopicPartition(ground.topic, 0)
    found: list[tuple[int, bytes]] = []
    end = (await consumer.end_offsets([where]))[where]
    while await consumer.position(where) < end or len(found) < at_least:
        for records in (await consumer.getmany(timeout_ms=200, max_records=100)).values():
            found += [(record.offset, record.value) for record in records]
    return found


async def say(ground, producer: Any, *values: bytes) -> list[int]:
    """In one transaction. The offsets that the broker told."""
    async with producer.transaction():
        sent = [await producer.send(ground.topic, value, key=b"case") for value in values]
        return [(await future).offset for future in sent]


async def test_what_a_transaction_said_is_read_where_its_answer_said(ground):
    producer = await ground.producer(transactional_id="one")

    offsets = await say(ground, producer, b"a", b"b")

    assert await read(ground, at_least=2) == list(zip(offsets, [b"a", b"b"], strict=True))


async def test_a_record_keeps_its_key_and_headers_and_bytes(ground):
    producer = await ground.producer()
    await producer.send_and_wait(ground.topic, b"\xff\x00", key=b"k", headers=[("h", b"\xfe")])
    consumer = await ground.consumer()

    found: list[Any] = []

    async def there() -> bool:
        for records in (await consumer.getmany(timeout_ms=200)).values():
            found.extend(records)
        return bool(found)

    await until(there, seconds=20)
    assert [(r.key, r.value, tuple(r.headers), r.offset) for r in found] == [
        (b"k", b"\xff\x00", (("h", b"\xfe"),), 0)
    ]


async def test_a_transactions_end_takes_an_offset_too(ground):
    """So an end offset is not one more than the last record's."""
    producer = await ground.producer(transactional_id="two")
    (first,) = await say(ground, producer, b"a")
    (second,) = await say(ground, producer, b"b")

    assert (first, second) == (0, 2)


async def test_reading_comes_to_the_end_behind_control_records(ground):
    producer = await ground.producer(transactional_id="three")
    await say(ground, producer, b"a")

    assert await read(ground, at_least=1) == [(0, b"a")]
    consumer = await ground.consumer()
    where = TopicPartition(ground.topic, 0)
    await consumer.end_offsets([where])

    async def arrived() -> bool:
        await consumer.getmany(timeout_ms=200)
        return bool(await consumer.position(where) == 2)

    await until(arrived, seconds=20)


async def test_what_was_aborted_is_not_read(ground):
    producer = await ground.producer(transactional_id="four")
    with pytest.raises(ZeroDivisionError):
        async with producer.transaction():
            await (await producer.send(ground.topic, b"never", key=b"case"))
            raise ZeroDivisionError
    await say(ground, producer, b"a")

    assert [value for _, value in await read(ground, at_least=1)] == [b"a"]
    all_ = await read(ground, isolation_level="read_uncommitted", at_least=2)
    assert [value for _, value in all_] == [b"never", b"a"]


async def test_what_is_not_committed_yet_is_not_read_nor_what_stands_behind_it(ground):
    producer, other = await ground.producer(transactional_id="five"), await ground.producer()
    await producer.begin_transaction()
    await (await producer.send(ground.topic, b"open", key=b"case"))
    await other.send_and_wait(ground.topic, b"behind", key=b"case")

    assert await read(ground) == []
    await producer.commit_transaction()
    assert [value for _, value in await read(ground, at_least=2)] == [b"open", b"behind"]


async def test_a_second_producer_with_the_id_fences_the_first(ground):
    first = await ground.producer(transactional_id="six")
    await say(ground, first, b"a")
    second = await ground.producer(transactional_id="six")

    with pytest.raises(FENCED):
        await say(ground, first, b"zombie")
    await say(ground, second, b"b")

    assert [value for _, value in await read(ground, at_least=2)] == [b"a", b"b"]


async def test_a_second_producer_aborts_what_the_first_had_open(ground):
    first = await ground.producer(transactional_id="seven")
    await first.begin_transaction()
    await (await first.send(ground.topic, b"open", key=b"case"))

    second = await ground.producer(transactional_id="seven")
    await say(ground, second, b"b")

    with pytest.raises(FENCED):
        await first.commit_transaction()
    assert [value for _, value in await read(ground, at_least=1)] == [b"b"]


async def test_reading_goes_on_from_where_one_seeks(ground):
    producer = await ground.producer()
    for value in (b"a", b"b", b"c"):
        await producer.send_and_wait(ground.topic, value, key=b"case")
    consumer, where = await ground.consumer(), TopicPartition(ground.topic, 0)
    found: list[bytes] = []

    async def three() -> bool:
        for records in (await consumer.getmany(timeout_ms=200)).values():
            found.extend(record.value for record in records)
        return len(found) >= 3

    consumer.seek(where, 1)

    async def two() -> bool:
        return await three() or len(found) == 2

    await until(two, seconds=20)
    assert found == [b"b", b"c"]
    assert await consumer.position(where) == 3


async def test_a_partition_begins_and_ends(ground):
    consumer, where = await ground.consumer(), TopicPartition(ground.topic, 0)
    assert (await consumer.beginning_offsets([where]), await consumer.end_offsets([where])) == (
        {where: 0},
        {where: 0},
    )
    producer = await ground.producer()
    await producer.send_and_wait(ground.topic, b"a")

    assert await consumer.end_offsets([where]) == {where: 1}
    assert consumer.assignment() == {where}
