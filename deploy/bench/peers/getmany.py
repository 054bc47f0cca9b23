"""The fastest that Python's usual client reads Kafka: bytes only, nothing decoded, nothing kept."""

from collections.abc import Sequence
from time import perf_counter

from aiokafka import AIOKafkaConsumer

from shared.broker import client as at
from shared.kafka_reading import partitions_of

NAME = "aiokafka getmany, nothing decoded or kept"


async def rate(bootstrap: str, topics: Sequence[str]) -> float:
    """Records a second, from the first fetch to the last record."""
    partitions = await partitions_of(bootstrap, topics)
    consumer = AIOKafkaConsumer(
        **at(bootstrap),
        enable_auto_commit=False,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=4 * 1024 * 1024,
    )
    await consumer.start()
    try:
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        began, count = perf_counter(), 0
        while [p for p in partitions if await consumer.position(p) < ends[p]]:
            found = await consumer.getmany(timeout_ms=500, max_records=5_000)
            count += sum(map(len, found.values()))
        return count / (perf_counter() - began)
    finally:
        await consumer.stop()
