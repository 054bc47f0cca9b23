"""A fake Kafka: partitions, transactions with fencing, control records that take offsets, and consumer groups."""

import asyncio
import contextvars
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError, ProducerFenced, UnknownTopicOrPartitionError
from aiokafka.partitioner import DefaultPartitioner

from tests.simulation.process import Process
from tests.simulation.world import World

TRANSACTION_TIMEOUT_SECONDS = 10.0
SESSION_TIMEOUT_SECONDS = 10.0
Headers = tuple[tuple[str, bytes], ...]


@dataclass
class Txn:
    state: Literal["open", "committed", "aborted"] = "open"
    touched: list["Partition"] = field(default_factory=list)

    def end(self, state: Literal["committed", "aborted"]) -> None:
        if self.state != "open":
            return
        self.state = state
        for partition in self.touched:
            partition.entries.append(Entry(None, None, (), self, control=True))


@dataclass(frozen=True)
class Entry:
    key: bytes | None
    value: bytes | None
    headers: Headers
    txn: Txn | None
    control: bool = False


@dataclass
class Partition:
    entries: list[Entry] = field(default_factory=list)

    @property
    def end(self) -> int:
        return len(self.entries)

    def stable(self) -> int:
        """The first offset of a transaction that is still open, or the end."""
        for offset, entry in enumerate(self.entries):
            if entry.txn and entry.txn.state == "open":
                return offset
        return self.end

    def readable(self, start: int, committed_only: bool) -> Iterator[tuple[int, Entry]]:
        """What a consumer is given from `start` on."""
        for offset in range(start, self.stable() if committed_only else self.end):
            entry = self.entries[offset]
            aborted = entry.txn is not None and entry.txn.state == "aborted"
            if not entry.control and not (aborted and committed_only):
                yield offset, entry


class Kafka:
    def __init__(self, world: World, partitions: dict[str, int]) -> None:
        self.world = world
        self.up = True
        self.cluster_id = "simulated"
        self.topics = {name: [Partition() for _ in range(count)] for name, count in partitions.items()}
        self.groups: dict[str, Group] = {}
        self._epochs: dict[str, int] = {}
        self._open: dict[str, Txn] = {}
        self._waiting: list[asyncio.Future[None]] = []
        self._partitioner = DefaultPartitioner()
        world.on_crash.append(self._evict_later)

    async def call(self, kind: str, name: str) -> None:
        """The way to the broker."""
        await self.world.latency()
        if not self.up or await self.world.point(kind, name):
            raise KafkaConnectionError("the broker does not answer")

    def partition(self, where: TopicPartition) -> Partition:
        return self.topics[where.topic][where.partition]

    def append(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers, txn: Txn | None
    ) -> tuple[int, int]:
        """The partition and offset it was given."""
        if topic not in self.topics:
            raise UnknownTopicOrPartitionError(topic)
        all_ = list(range(len(self.topics[topic])))
        number = self._partitioner(key, all_, all_) if key is not None else self.world.dice.choice(all_)
        partition = self.topics[topic][number]
        partition.entries.append(Entry(key, value, headers, txn))
        if txn and partition not in txn.touched:
            txn.touched.append(partition)
        if txn is None:
            self.changed()
        return number, partition.end - 1

    def committed(self, topic: str) -> list[bytes]:
        """All values of a topic that a reader is given."""
        return [entry.value or b"" for p in self.topics[topic] for _, entry in p.readable(0, committed_only=True)]

    # Transactions.

    def init_producer(self, transactional_id: str) -> int:
        """A new epoch: whoever had this id before is fenced, and what it had open is aborted."""
        self._end(transactional_id, "aborted")
        self._epochs[transactional_id] = self._epochs.get(transactional_id, 0) + 1
        return self._epochs[transactional_id]

    def check_epoch(self, transactional_id: str, epoch: int) -> None:
        if self._epochs.get(transactional_id) != epoch:
            raise ProducerFenced

    def begin(self, transactional_id: str, epoch: int) -> Txn:
        self.check_epoch(transactional_id, epoch)
        txn = self._open[transactional_id] = Txn()
        asyncio.get_running_loop().call_later(
            TRANSACTION_TIMEOUT_SECONDS, self._too_long, transactional_id, txn, context=contextvars.Context()
        )
        return txn

    def end(self, transactional_id: str, epoch: int, state: Literal["committed", "aborted"]) -> None:
        self.check_epoch(transactional_id, epoch)
        self._end(transactional_id, state)

    def _end(self, transactional_id: str, state: Literal["committed", "aborted"]) -> None:
        if txn := self._open.pop(transactional_id, None):
            txn.end(state)
            self.changed()

    def _too_long(self, transactional_id: str, txn: Txn) -> None:
        if self._open.get(transactional_id) is txn:
            self.init_producer(transactional_id)

    # Waiting for something new.

    def changed(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until_changed(self, seconds: float) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            return

    # Groups.

    def group(self, name: str, topics: Sequence[str]) -> "Group":
        return self.groups.setdefault(name, Group(self, topics))

    def _evict_later(self, process: Process) -> None:
        """A member that is dead or frozen is missed only after its session ran out."""
        asyncio.get_running_loop().call_later(
            SESSION_TIMEOUT_SECONDS, self._evict, process, context=contextvars.Context()
        )

    def frozen(self, process: Process) -> None:
        self._evict_later(process)

    def _evict(self, process: Process) -> None:
        if process.dead or process.frozen:
            for group in self.groups.values():
                group.leave(process)


class Group:
    """Who has which partition. Members notice a new generation when they next look."""

    def __init__(self, kafka: Kafka, topics: Sequence[str]) -> None:
        self._kafka, self._topics = kafka, topics
        self._members: list[Any] = []
        self.generation = 0

    def join(self, member: Any) -> None:
        """A new member makes the others give up the dead at once: they do not answer the rebalance."""
        self._members = [m for m in self._members if not m.process.dead]
        self._members.append(member)
        self._rebalance()

    def leave(self, process: Process | None) -> None:
        left = [m for m in self._members if m.process is not process]
        if len(left) != len(self._members):
            self._members = left
            self._rebalance()

    def has(self, member: Any) -> bool:
        return member in self._members

    def of(self, member: Any) -> list[TopicPartition]:
        all_ = [TopicPartition(t, n) for t in self._topics for n in range(len(self._kafka.topics[t]))]
        return [p for n, p in enumerate(all_) if self._members[n % len(self._members)] is member]

    def _rebalance(self) -> None:
        self.generation += 1
        self._kafka.changed()


def attempted(kafka: Kafka, key: str) -> bool:
    """Whether Kafka has an attempt to send what bears this key."""
    needle = key.encode()
    topics = [topic for topic in kafka.topics if topic.endswith(".events")]
    said = (value for topic in topics for value in kafka.committed(topic))
    return any(needle in value and b"dispatch-attempted" in value for value in said)
