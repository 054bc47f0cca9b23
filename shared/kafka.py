"""How records reach us: FastStream's consumer with every option that matters spelled out, and the reasons.

The place to resume is in Postgres, not in Kafka: on assignment we seek to the stored offset. Kafka's own group
offset is only a hint for lag. The one file that may name an acknowledgement policy.
"""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage as AnnotatedMessage
from faststream.kafka.message import KafkaAckableMessage

from shared import collector
from shared.broker import security
from shared.crash import CrashPoint
from shared.event_log import PartitionLost
from shared.faults import OURS
from shared.hearing import Hearing, Record
from shared.kafka_reading import as_record, cluster_id
from shared.refusals import RefusalsOnly, tell

log = structlog.get_logger()
LONGEST_PAUSE_SECONDS = 5.0
AT_ONCE = 2_000  # records of all partitions together; a slice is of one
MUCH = 10_000  # records
AFTER_OFFSET = CrashPoint("ear-after-offset")  # a row was made for the partition, or begun anew
KAFKA_AWAY = (KafkaError, OSError, TimeoutError)


class LazyBroker(KafkaBroker):
    """A broker that starts when Kafka does. Kafka away at boot must not keep a service from accepting."""

    def __init__(self, bootstrap: str, client_id: str) -> None:
        super().__init__(
            str(bootstrap),
            security=security(bootstrap),
            client_id=client_id,
            allow_auto_create_topics=False,  # FastStream would make one partition, default retention
            logger=RefusalsOnly(bootstrap),
            graceful_timeout=15,  # let a slice in hand finish on SIGTERM
        )
        self.bootstrap = bootstrap
        self.up = asyncio.Event()
        self._starting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._starting = self._starting or asyncio.create_task(self._keep_trying())

    async def _keep_trying(self) -> None:
        while not self.up.is_set():
            try:
                await super().start()
                self.up.set()
            except Exception as error:  # whatever it is: giving up would be deafness that nobody notices
                tell(self.bootstrap, error)
                log.warning(
                    "kafka.away",
                    error_type=type(error).__name__,
                    exc_info=not isinstance(error, KAFKA_AWAY),
                )
                await super().stop()
                await asyncio.sleep(0.5)

    async def stop(self, *args: Any, **kwargs: Any) -> None:
        if self._starting:
            self._starting.cancel()
        await super().stop(*args, **kwargs)


class Ear(ConsumerRebalanceListener):  # type: ignore[misc]
    """Listens to topics for one service: seeks to the stored offsets, hears slices, backs off."""

    def __init__(self, hearing: Hearing, broker: LazyBroker, topics: Sequence[str]) -> None:
        self.hearing = hearing
        self._bootstrap = broker.bootstrap
        self.expected: dict[TopicPartition, int] = {}
        self._followed: set[TopicPartition] = set()  # what comes next comes from the expected offset on
        self.out_of_range: set[TopicPartition] = set()
        self.busy = False
        self._pause = 0.0
        self._heard = 0
        self.subscriber = broker.subscriber(
            *topics,
            group_id=hearing.service.name,
            batch=True,
            max_records=AT_ONCE,
            batch_timeout_ms=100,
            auto_offset_reset="earliest",  # the default, "latest", skips history
            isolation_level="read_committed",  # the default reads what the relay aborted
            ack_policy=AckPolicy.NACK_ON_ERROR,  # the default is at most once
            session_timeout_ms=10_000,
            heartbeat_interval_ms=1_000,
            listener=self,
            parser=_keep_raw,  # FastStream decodes headers as UTF-8 and would stall on rubbish
            decoder=_no_decoding,  # and guesses at JSON by content type
        )
        self.subscriber(self._hear)

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        return self.subscriber.consumer

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        for partition in revoked:
            self.expected.pop(partition, None)
            self._followed.discard(partition)

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """Waits for Postgres if it must: without our offsets there is nowhere to start from.

        Who had to come back may meet another Kafka, in which no offset of ours means anything.
        """
        while True:
            try:
                self.hearing.cluster = await cluster_id(self._bootstrap)
                await self._seek_to_stored(assigned)
                return
            except Exception as error:  # Postgres or Kafka away: ours to wait for
                log.warning("kafka.cannot_seek_yet", error_type=type(error).__name__)
                await asyncio.sleep(0.5)

    async def _seek_to_stored(self, partitions: Sequence[TopicPartition]) -> None:
        consumer = self.consumer
        if not consumer or not partitions:
            return
        firsts = await consumer.beginning_offsets(partitions)  # of all at once: each question takes 0.1 s
        ends = await consumer.end_offsets(partitions)
        for partition in partitions:
            stored = await stored_offset(self.hearing, partition)
            AFTER_OFFSET()
            self._seek(consumer, partition, stored, firsts[partition], ends[partition])

    def _seek(
        self, consumer: AIOKafkaConsumer, partition: TopicPartition, stored: int, first: int, end: int
    ) -> None:
        if stored > end or 0 < stored < first:
            self.out_of_range.add(partition)  # an error for people to see, never a silent jump
            consumer.pause(partition)
            log.error("kafka.offset_out_of_range", topic=partition.topic, offset=stored)
            return
        self.out_of_range.discard(partition)
        self.expected[partition] = stored
        self._followed.discard(partition)
        consumer.seek(partition, max(stored, first))

    async def _hear(self, body: Any, message: AnnotatedMessage) -> None:
        self.busy = True
        slices = _slices(message.raw_message)
        try:
            for partition, records in slices:
                await self._hear_slice(partition, records)
            self._pause = 0.0
            self._give_back(len(message.raw_message))
        except Exception as error:
            self._followed.difference_update(partition for partition, _ in slices)  # FastStream seeks back
            await self._back_off(error)  # a bare NACK_ON_ERROR would retry hot for ever
            raise
        finally:
            self.busy = False

    def _give_back(self, count: int) -> None:
        """What catching up took: a megabyte of each partition is fetched ahead, while there is more to fetch."""
        self._heard += count
        if count < AT_ONCE and self._heard >= MUCH:
            self._heard = 0
            collector.give_back()

    async def _hear_slice(self, partition: TopicPartition, records: Sequence[Record]) -> None:
        expected = self.expected.get(partition)
        if expected is None or records[-1].place.offset < expected:
            return  # no longer ours, or taken in before a redelivery
        if not self._follows(partition, records[0].place.offset, expected):
            return
        try:
            self.expected[partition] = await self.hearing.take_in(expected, records)
        except PartitionLost:
            await self._look_again(partition)
            raise

    def _follows(self, partition: TopicPartition, first: int, expected: int) -> bool:
        """Whether nothing lies between: or we go back to where we must go on, and what comes then follows.

        These may have been fetched before our seek, from the group's own offset. A gap alone proves nothing: the
        relay's control records have offsets too. While we are here nothing is being fetched for the handler.
        """
        if partition not in self._followed and first > expected and self.consumer:
            self._followed.add(partition)
            self.consumer.seek(partition, expected)
            return False
        self._followed.add(partition)
        return True

    async def _look_again(self, partition: TopicPartition) -> None:
        """The commit went through though we never heard of it, or somebody else is at work here."""
        consumer = self.consumer
        if consumer and partition in consumer.assignment():
            await self._seek_to_stored([partition])

    async def _back_off(self, error: Exception) -> None:
        self._pause = min(LONGEST_PAUSE_SECONDS, self._pause * 2 or 0.1)
        ours = isinstance(error, OURS)
        log.warning(
            "kafka.slice_failed",
            error_type=type(error).__name__,
            seconds=self._pause,
            exc_info=not ours,  # a bug of our own: the case waits, and people must see why
        )
        await asyncio.sleep(self._pause)

    async def lag(self) -> dict[str, int]:
        """Per topic-partition, how many offsets are still to be taken in; 0 when caught up.

        Told by the consumer's position: end offsets count control records and would never be reached.
        """
        consumer = self.consumer
        if not consumer:
            return {}
        owned = sorted(consumer.assignment())
        return {f"{p.topic}/{p.partition}": await self._lag(consumer, p) for p in owned}

    async def _lag(self, consumer: AIOKafkaConsumer, partition: TopicPartition) -> int:
        end = consumer.last_stable_offset(partition)
        if end is None or partition not in self.expected:
            return 1  # not known yet is not caught up
        if not self.busy and await consumer.position(partition) >= end:
            return 0
        return max(1, int(end) - self.expected[partition])


async def stored_offset(hearing: Hearing, partition: TopicPartition) -> int:
    """Where to go on; 0 when never heard, or when this is another Kafka than the one we remember."""
    value: Any = await hearing.service.log.pool.fetchval(
        "INSERT INTO consumed VALUES ($1, $2, $3, 0) ON CONFLICT (topic, partition) DO UPDATE SET"
        " next_offset = CASE consumed.cluster WHEN $3 THEN consumed.next_offset ELSE 0 END,"
        " cluster = $3 RETURNING next_offset",
        partition.topic,
        partition.partition,
        hearing.cluster,
    )
    return int(value)


def _slices(
    records: Sequence[ConsumerRecord[bytes, bytes]],
) -> list[tuple[TopicPartition, list[Record]]]:
    """A batch mixes partitions; a transaction takes in one."""
    ordered = sorted(records, key=lambda r: (r.topic, r.partition, r.offset))
    return [
        (TopicPartition(*where), [as_record(r) for r in slice_])
        for where, slice_ in groupby(ordered, key=lambda r: (r.topic, r.partition))
    ]


async def _keep_raw(records: tuple[ConsumerRecord[bytes, bytes], ...], original: Any) -> Any:
    consumer = original.__self__._consumer
    return KafkaAckableMessage(body=b"", raw_message=records, headers={}, consumer=consumer)


async def _no_decoding(_: Any) -> bytes:
    return b""
