"""The whole measurement, round after round: every group, every partition, and since when nothing has moved."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic, time

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.watcher.behind import Behind, behind
from shared.broker import client
from shared.refusals import explained

ROUND_SECONDS = 60.0  # a broker that answers nothing must not keep us waiting for ever
MEMBERS = 5  # of a described group, where its members are


@dataclass(frozen=True)
class Group:
    """One consumer group as it was found."""

    name: str
    members: int
    partitions: Mapping[TopicPartition, Behind]
    unmoved_seconds: Mapping[TopicPartition, float]  # since its offset was last seen to move, or since we look
    read_at: float


@dataclass
class Lag:
    """Reads the groups' offsets as they stand on the broker. `hears`: each group's topics."""

    bootstrap: str
    hears: Mapping[str, Sequence[str]]
    _moved: dict[tuple[str, TopicPartition], tuple[int, float]] = field(default_factory=dict)

    async def read(self) -> list[Group]:
        """Raises KafkaError, OSError and TimeoutError while Kafka is away."""
        async with asyncio.timeout(ROUND_SECONDS), self._clients() as (admin, consumer):
            return [await self._group(admin, consumer, name) for name in self.hears]

    @asynccontextmanager
    async def _clients(self) -> AsyncIterator[tuple[AIOKafkaAdminClient, AIOKafkaConsumer]]:
        admin = AIOKafkaAdminClient(**client(self.bootstrap))
        consumer = AIOKafkaConsumer(
            **client(self.bootstrap), enable_auto_commit=False, isolation_level="read_committed"
        )
        try:
            async with explained(self.bootstrap):
                await admin.start()
                await consumer.start()
            yield admin, consumer
        finally:
            await consumer.stop()
            await admin.close()

    async def _group(self, admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer, name: str) -> Group:
        described = await admin.describe_consumer_groups([name])
        members = sum(len(group[MEMBERS]) for answer in described for group in answer.groups)
        told = await admin.list_consumer_group_offsets(name)
        committed = {partition: it.offset for partition, it in told.items() if it.offset >= 0}
        partitions = await _partitions(admin, self.hears[name])
        found = await behind(consumer, committed, partitions)
        unmoved = {each: self._unmoved(name, each, committed.get(each, -1)) for each in partitions}
        return Group(name, members, found, unmoved, time())

    def _unmoved(self, group: str, partition: TopicPartition, offset: int) -> float:
        before, since = self._moved.get((group, partition), (None, 0.0))
        if before != offset:
            since = monotonic()
            self._moved[group, partition] = offset, since
        return monotonic() - since


async def _partitions(admin: AIOKafkaAdminClient, topics: Sequence[str]) -> list[TopicPartition]:
    """Of those topics that there are: an agency's are made when the installation is provisioned."""
    there = {topic["topic"]: topic["partitions"] for topic in await admin.describe_topics()}
    return [
        TopicPartition(topic, partition)
        for topic in topics
        for partition in sorted(each["partition"] for each in there.get(topic, ()))
    ]
