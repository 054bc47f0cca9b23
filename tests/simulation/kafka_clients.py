"""Clients of the fake Kafka, as aiokafka's and FastStream's look to the services."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import RecordMetadata

from tests.simulation.kafka import Kafka, Txn
from tests.simulation.loop import HERE


class FakeProducer:
    """As AIOKafkaProducer."""

    def __init__(self, kafka: Kafka, *, transactional_id: str = "", **_: Any) -> None:
        self._kafka, self._id = kafka, transactional_id
        self._epoch = 0
        self._txn: Txn | None = None

    async def start(self) -> None:
        await self._kafka.call("kafka", "start a producer")
        if self._id:
            self._epoch = self._kafka.init_producer(self._id)

    async def stop(self) -> None:
        """Leaves what is open to the broker's patience, as a closed socket does."""
        self._kafka.world.refuse_the_dead()

    async def begin_transaction(self) -> None:
        self._txn = self._kafka.begin(self._id, self._epoch)

    async def commit_transaction(self) -> None:
        await self._kafka.call("publish", "commit")
        self._kafka.end(self._id, self._epoch, "committed")
        self._txn = None
        if await self._kafka.world.point("publish done", "commit"):
            raise KafkaError("the answer was lost")

    async def abort_transaction(self) -> None:
        await self._kafka.call("kafka", "abort")
        self._kafka.end(self._id, self._epoch, "aborted")
        self._txn = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["FakeProducer"]:
        await self.begin_transaction()
        try:
            yield self
        except Exception:
            await self.abort_transaction()
            raise
        await self.commit_transaction()

    async def send(
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        partition: int | None = None,
        timestamp_ms: int | None = None,
        headers: Iterable[tuple[str, bytes]] | None = None,
    ) -> "asyncio.Future[RecordMetadata]":
        await self._kafka.call("kafka" if self._id else "publish", "send")
        if self._id:
            self._kafka.check_epoch(self._id, self._epoch)
        number, offset = self._kafka.append(topic, key, value, tuple(headers or ()), self._txn)
        done = asyncio.get_running_loop().create_future()
        done.set_result(RecordMetadata(topic, number, TopicPartition(topic, number), offset, 0, 0, 0))
        return done

    async def send_and_wait(self, topic: str, value: bytes | None = None, **more: Any) -> RecordMetadata:
        sent = await (await self.send(topic, value, **more))
        if await self._kafka.world.point("publish done", "send"):
            raise KafkaError("the answer was lost")
        return sent


class FakeConsumer:
    """As AIOKafkaConsumer, of partitions it was assigned by hand or by a group."""

    def __init__(self, kafka: Kafka, *topics: str, isolation_level: str = "read_uncommitted", **_: Any) -> None:
        self._kafka = kafka
        self._committed_only = isolation_level == "read_committed"
        self._at: dict[TopicPartition, int] = {}
        self._paused: set[TopicPartition] = set()

    async def start(self) -> None:
        await self._kafka.call("kafka", "start a consumer")

    async def stop(self) -> None:
        self._kafka.world.refuse_the_dead()

    def assign(self, partitions: Iterable[TopicPartition]) -> None:
        self._at = {partition: self._at.get(partition, 0) for partition in partitions}
        self._paused &= set(self._at)

    def assignment(self) -> frozenset[TopicPartition]:
        return frozenset(self._at)

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        return set(range(len(self._kafka.topics[topic]))) if topic in self._kafka.topics else None

    def seek(self, partition: TopicPartition, offset: int) -> None:
        if partition in self._at:
            self._at[partition] = offset

    def pause(self, *partitions: TopicPartition) -> None:
        self._paused |= set(partitions)

    async def position(self, partition: TopicPartition) -> int:
        return self._at[partition]

    async def beginning_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        await self._kafka.call("kafka", "beginning offsets")
        return dict.fromkeys(partitions, 0)

    async def end_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        await self._kafka.call("kafka", "end offsets")
        return {where: self._end(where) for where in partitions}

    def last_stable_offset(self, partition: TopicPartition) -> int:
        return self._kafka.partition(partition).stable()

    def _end(self, where: TopicPartition) -> int:
        partition = self._kafka.partition(where)
        return partition.stable() if self._committed_only else partition.end

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]]:
        await self._kafka.world.latency()
        found = self._take(max_records or 500)
        if not found and timeout_ms:
            await self._kafka.until_changed(timeout_ms / 1000)
            found = self._take(max_records or 500)
        return found

    def _take(self, most: int) -> dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]]:
        """Moves on behind what it gives, and behind control records and what was aborted."""
        found: dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]] = {}
        for where in [p for p in self._at if p not in self._paused] if self._kafka.up else []:
            partition = self._kafka.partition(where)
            reached = self._end(where)
            for offset, entry in partition.readable(self._at[where], self._committed_only):
                if most == 0:
                    reached = offset
                    break
                found.setdefault(where, []).append(_record(where, offset, entry))
                most -= 1
            self._at[where] = max(self._at[where], reached)
        return found


def _record(where: TopicPartition, offset: int, entry: Any) -> ConsumerRecord[bytes, bytes]:
    sizes = (len(entry.key or b""), len(entry.value or b""))
    return ConsumerRecord(
        where.topic, where.partition, offset, 0, 0, entry.key, entry.value, None, *sizes, entry.headers
    )


class FakeAdmin:
    """As AIOKafkaAdminClient, as far as a service asks which Kafka this is."""

    def __init__(self, kafka: Kafka, **_: Any) -> None:
        self._kafka = kafka

    async def start(self) -> None:
        await self._kafka.call("kafka", "start an admin client")

    async def describe_cluster(self) -> dict[str, str]:
        await self._kafka.call("kafka", "describe the cluster")
        return {"cluster_id": self._kafka.cluster_id}

    async def close(self) -> None:
        self._kafka.world.refuse_the_dead()


class FakeBroker:
    """As LazyBroker: starts when Kafka does, and gives its one subscriber batches, one at a time."""

    def __init__(self, kafka: Kafka, client_id: str) -> None:
        self._kafka = kafka
        self.bootstrap = "simulated"
        self.up = asyncio.Event()
        self._subscribers: list[FakeSubscriber] = []
        self._tasks: list[asyncio.Task[None]] = []

    def subscriber(self, *topics: str, **options: Any) -> "FakeSubscriber":
        made = FakeSubscriber(self._kafka, topics, **options)
        self._subscribers.append(made)
        return made

    async def start(self) -> None:
        if not self._tasks:
            self._tasks = [asyncio.create_task(s.run(self.up)) for s in self._subscribers]

    async def stop(self, *_: Any, **__: Any) -> None:
        for task in self._tasks:
            task.cancel()
        for subscriber in self._subscribers:
            subscriber.leave()


class FakeSubscriber:
    def __init__(
        self,
        kafka: Kafka,
        topics: Sequence[str],
        *,
        group_id: str,
        listener: Any,
        max_records: int,
        isolation_level: str,
        **_: Any,
    ) -> None:
        self.process = HERE.get()
        self.consumer: FakeConsumer | None = None
        self._kafka, self._listener, self._most = kafka, listener, max_records
        self._group = kafka.group(group_id, topics)
        self._isolation_level = isolation_level
        self._generation = -1
        self._handler: Any = None

    def __call__(self, handler: Any) -> None:
        self._handler = handler

    def leave(self) -> None:
        self._group.leave(self.process)

    async def run(self, up: asyncio.Event) -> None:
        consumer = FakeConsumer(self._kafka, isolation_level=self._isolation_level)
        while self.consumer is None:
            try:
                await consumer.start()
                self.consumer = consumer
            except KafkaError:
                await asyncio.sleep(0.5)
        self._group.join(self)
        up.set()
        while True:
            await self._rebalanced(consumer)
            await self._batch(consumer)

    async def _rebalanced(self, consumer: FakeConsumer) -> None:
        if not self._group.has(self):
            self._group.join(self)  # evicted while frozen
        if self._generation == self._group.generation:
            return
        self._generation = self._group.generation
        await self._listener.on_partitions_revoked(consumer.assignment())
        ours = self._group.of(self)
        consumer.assign(ours)
        await self._listener.on_partitions_assigned(ours)

    async def _batch(self, consumer: FakeConsumer) -> None:
        batch = await consumer.getmany(timeout_ms=3_000, max_records=self._most)
        records = tuple(record for slice_ in batch.values() for record in slice_)
        if not records:
            return
        self._kafka.world.trace(f"heard {len(records)}")
        try:
            await self._handler(b"", SimpleNamespace(raw_message=records))
        except Exception:  # NACK_ON_ERROR: each partition goes back to the first it was given
            for where, slice_ in batch.items():
                consumer.seek(where, slice_[0].offset)
