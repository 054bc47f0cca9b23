"""Putting records on Kafka as fast as it takes them: what must be there before, and a peer of the relay."""

import asyncio
from collections.abc import Iterable

from aiokafka import AIOKafkaProducer

from shared.broker import client as at
from shared.events.base import Recorded

KeyedRecord = tuple[bytes, bytes]
AT_ONCE = 2_000


async def send_all(bootstrap: str, topic: str, records: Iterable[KeyedRecord]) -> None:
    """Idempotent, every record acknowledged before this returns."""
    producer = AIOKafkaProducer(
        **at(bootstrap),
        enable_idempotence=True,  # implies acks=all
        max_batch_size=128 * 1024,
        max_request_size=4 * 1024 * 1024,
    )
    await producer.start()
    try:
        waiting = []
        for key, value in records:
            waiting.append(await producer.send(topic, value, key=key))
            if len(waiting) == AT_ONCE:
                await asyncio.gather(*waiting)
                waiting.clear()
        await asyncio.gather(*waiting)
    finally:
        await producer.stop()


def keyed(said: Iterable[Recorded]) -> list[KeyedRecord]:
    return [(recorded.subject.encode(), recorded.wire) for recorded in said]
