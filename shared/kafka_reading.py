"""Reading Kafka to its end, apart from any group: to absorb, to verify, to know which Kafka this is."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.broker import client
from shared.compared import Truncated
from shared.event_log import Place
from shared.hearing import Record
from shared.refusals import explained


async def cluster_id(bootstrap: str) -> str:
    """Which Kafka this is. Raises KafkaConnectionError when it is away."""
    admin = AIOKafkaAdminClient(**client(bootstrap))
    async with explained(bootstrap):
        await admin.start()
    try:
        return str((await admin.describe_cluster())["cluster_id"])
    finally:
        await admin.close()


async def read_to_end(
    bootstrap: str, start: Mapping[TopicPartition, int]
) -> AsyncIterator[ConsumerRecord[bytes, bytes]]:
    """Every committed record from these offsets to where each partition ends now. Raises Truncated."""
    async with aclosing(slices_to_end(bootstrap, start)) as slices:
        async for records in slices:
            for record in records:
                yield record


async def slices_to_end(
    bootstrap: str, start: Mapping[TopicPartition, int]
) -> AsyncGenerator[Sequence[ConsumerRecord[bytes, bytes]], None]:
    """The same, up to a thousand of one partition at a time. Close it (`contextlib.aclosing`)."""
    consumer = AIOKafkaConsumer(
        **client(bootstrap),
        enable_auto_commit=False,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        consumer.assign(list(start))
        ends = await consumer.end_offsets(list(start))
        for partition, offset in start.items():
            if offset > ends[partition]:
                raise Truncated
            consumer.seek(partition, offset)
        while [p for p in start if await consumer.position(p) < ends[p]]:
            for records in (await consumer.getmany(timeout_ms=500, max_records=1_000)).values():
                yield records
    finally:
        await consumer.stop()


async def partitions_of(bootstrap: str, topics: Sequence[str]) -> list[TopicPartition]:
    """Of none there are none; a consumer without topics would wait for some."""
    if not topics:
        return []
    consumer = AIOKafkaConsumer(*topics, **client(bootstrap))
    await consumer.start()
    try:
        return [
            TopicPartition(topic, partition)
            for topic in topics
            for partition in sorted(consumer.partitions_for_topic(topic) or ())
        ]
    finally:
        await consumer.stop()


def as_record(record: ConsumerRecord[bytes, bytes]) -> Record:
    place = Place(record.topic, record.partition, record.offset)
    return Record(place, record.key, record.value, tuple(record.headers))
