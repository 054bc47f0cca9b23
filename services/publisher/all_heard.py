"""Whether the publisher has heard all that was said: of what it has not heard nothing stands in its statements."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Protocol

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from shared import kafka_reading
from shared.compared import Truncated
from shared.event_log import NotOpen
from shared.service import Service
from shared.topics import events_of

TOPICS = [events_of(name) for name in ("intake", "notifier", "reviews")]
KAFKA_ANSWERS_SECONDS = 15.0


class Kafka(Protocol):
    """What is asked of Kafka, each time anew. Its own errors are raised as they are."""

    async def cluster(self) -> str: ...

    async def partitions(self, topics: Sequence[str]) -> list[TopicPartition]: ...

    async def holds_more(self, start: Mapping[TopicPartition, int]) -> bool:
        """Whether a committed record is at or after one of these offsets. Raises Truncated."""


class KafkaItself:
    """By reading on to the end: an end offset also counts what is no record, and is never reached."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap

    async def cluster(self) -> str:
        return await kafka_reading.cluster_id(self._bootstrap)

    async def partitions(self, topics: Sequence[str]) -> list[TopicPartition]:
        return await kafka_reading.partitions_of(self._bootstrap, topics)

    async def holds_more(self, start: Mapping[TopicPartition, int]) -> bool:
        async with aclosing(kafka_reading.slices_to_end(self._bootstrap, start)) as slices:
            async for records in slices:
                if records:
                    return True
        return False


class AllHeard:
    """`is_accepting`: whether our own log has taken in what Kafka has of ours."""

    def __init__(self, service: Service, kafka: Kafka, is_accepting: Callable[[], bool]) -> None:
        self._service, self._kafka, self._is_accepting = service, kafka, is_accepting

    async def waiting(self) -> set[str]:
        """The subjects of which something was heard that is not understood yet; all else is in the log.

        To be asked before the log is read. Raises NotOpen unless we accept, Kafka answers, and it holds nothing
        that was not taken in.
        """
        if not self._is_accepting():
            raise NotOpen
        try:
            async with asyncio.timeout(KAFKA_ANSWERS_SECONDS):
                behind = await self._kafka.holds_more(await self._taken_in())
        except (KafkaError, Truncated):
            raise NotOpen from None
        if behind:
            raise NotOpen
        rows = await self._service.log.pool.fetch("SELECT DISTINCT subject FROM log.parked")
        return {row["subject"] for row in rows}

    async def _taken_in(self) -> dict[TopicPartition, int]:
        """Up to which offset, in this very Kafka; 0 where nothing was."""
        cluster, partitions = await self._kafka.cluster(), await self._kafka.partitions(TOPICS)
        rows = await self._service.log.pool.fetch(
            "SELECT topic, partition, next_offset FROM log.consumed WHERE cluster = $1", cluster
        )
        heard = {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}
        return {partition: heard.get(partition, 0) for partition in partitions}
