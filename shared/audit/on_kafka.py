"""Reading the copy of an audit log: how it ends, and what comes after an entry."""

from collections.abc import AsyncIterator

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.audit.entry import Link, Tip, read
from shared.broker import client
from shared.kafka_reading import read_to_end
from shared.refusals import explained

_WINDOWS = (2, 64, 4_096)  # the last record, and the marker of its transaction; before that, what was broken off


async def end_of(bootstrap: str, where: TopicPartition) -> Tip:
    """Its last entry, as far as it is committed. Raises KafkaError, NotAnEntry."""
    consumer = AIOKafkaConsumer(**client(bootstrap), enable_auto_commit=False, isolation_level="read_committed")
    async with explained(bootstrap):
        await consumer.start()
    try:
        consumer.assign([where])
        end = (await consumer.end_offsets([where]))[where]
        for window in (*_WINDOWS, end):
            if last := await _last_within(consumer, where, max(0, end - window), end):
                return read(last).tip
        return Tip()
    finally:
        await consumer.stop()


async def after(bootstrap: str, where: TopicPartition, ends: Tip) -> AsyncIterator[Link]:
    """From that entry on, itself among them. No entry can stand further forward than its own number."""
    async for record in read_to_end(bootstrap, {where: max(0, ends.number - 1)}):
        link = read(record.value or b"")
        if link.number >= ends.number:
            yield link


async def _last_within(consumer: AIOKafkaConsumer, where: TopicPartition, start: int, end: int) -> bytes | None:
    last = None
    consumer.seek(where, start)
    while await consumer.position(where) < end:
        for records in (await consumer.getmany(timeout_ms=500)).values():
            last = records[-1].value if records else last
    return last
