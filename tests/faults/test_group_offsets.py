"""Kafka's own group offset is a hint and no more: wrong, late or deleted, it makes us skip nothing."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import DeleteGroupsRequest

from shared import kafka as module
from shared.broker import client as at
from shared.kafka import AnnotatedMessage, Ear
from tests.faults.installation import bury
from tests.shared.test_relay import drained
from tests.toys import Toy, until


async def say(teller: Toy, numbers: range) -> None:
    async with teller.relaying():
        for number in numbers:
            await teller.tell(number, f"case-{number % 5}")
        await until(lambda: drained(teller))


async def heard(listener: Toy, count: int) -> bool:
    return len(await listener.numbers()) >= count


async def commit_the_end(listener: Toy) -> None:
    """As a service does that was given records before it knew where to go on, and then died."""
    consumer = AIOKafkaConsumer(**at(listener.bootstrap), group_id=listener.name, enable_auto_commit=False)
    await consumer.start()
    partitions = [TopicPartition(listener.hears[0], p) for p in (0, 1)]
    consumer.assign(partitions)
    await consumer.commit(await consumer.end_offsets(partitions))
    await consumer.stop()


async def delete_group(listener: Toy) -> None:
    admin = AIOKafkaAdminClient(**at(listener.bootstrap))
    await admin.start()
    coordinator = await admin.find_coordinator(listener.name)
    answer = await admin._send_request_to_node(coordinator, DeleteGroupsRequest([listener.name]))
    await admin.close()
    assert answer.results == [(listener.name, 0)], answer


async def test_what_was_fetched_before_the_seek_is_not_taken_for_what_comes_next(pair, monkeypatch):
    teller, listener = pair
    await say(teller, range(20))
    await commit_the_end(listener)
    fetched, sought = asyncio.Event(), asyncio.Event()
    stored, hear, assigned = module.stored_offset, Ear._hear, Ear.on_partitions_assigned

    async def stored_late(*told):
        await fetched.wait()
        return await stored(*told)

    async def hear_late(self, body: Any, message: AnnotatedMessage):
        fetched.set()
        await sought.wait()
        await hear(self, body, message)

    async def assigned_late(self, partitions):
        await assigned(self, partitions)
        sought.set()

    monkeypatch.setattr(module, "stored_offset", stored_late)
    monkeypatch.setattr(Ear, "_hear", hear_late)
    monkeypatch.setattr(Ear, "on_partitions_assigned", assigned_late)
    async with listener.listening():
        await say(teller, range(20, 30))
        await until(lambda: heard(listener, 30))

    assert await listener.numbers() == list(range(30))


async def test_a_group_deleted_while_stopped_is_not_missed(pair):
    teller, listener = pair
    await say(teller, range(10))
    async with listener.listening():
        await until(lambda: heard(listener, 10))
    before = await listener.stored_offsets()

    await bury(listener.bootstrap, listener.name)
    await delete_group(listener)
    await say(teller, range(10, 20))
    async with listener.listening():
        await until(lambda: heard(listener, 20))

    assert await listener.numbers() == list(range(20))
    assert all(reached > before[where] for where, reached in (await listener.stored_offsets()).items())


async def test_a_group_deleted_under_a_running_service_is_not_missed(pair):
    teller, listener = pair
    await say(teller, range(10))
    async with listener.listening():
        await until(lambda: heard(listener, 10))
        await bury(listener.bootstrap, listener.name)
        await delete_group(listener)
        await say(teller, range(10, 20))
        await until(lambda: heard(listener, 20))

    assert await listener.numbers() == list(range(20))
