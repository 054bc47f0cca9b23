"""How far one consumer group is behind, measured from outside it: in records, and in seconds.

Offsets do not tell records: each transaction of a relay leaves a mark that has one too, so a group that has heard
everything is still behind by offsets. So what lies between is read, as the group would read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

MOST_READ = 1_000  # of one partition at a time; what lies beyond is counted by offsets
POLL_MS = 500


@dataclass(frozen=True)
class Behind:
    """One partition of one group. `since_ms`: when the oldest record that it has not heard was written."""

    records: int
    since_ms: int | None = None
    next_offset: int = 0  # of the first that it has not heard

    def seconds(self, now: float) -> float:
        """How long the oldest has waited; clocks that differ never make it negative."""
        return max(0.0, now - self.since_ms / 1000) if self.since_ms is not None else 0.0


async def behind(
    consumer: AIOKafkaConsumer, committed: Mapping[TopicPartition, int], partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, Behind]:
    """Of each partition; `committed` lacks what the group has never heard anything of. Raises KafkaError.

    The consumer must read committed records only, and belong to no group.
    """
    firsts = await consumer.beginning_offsets(partitions)
    ends = await consumer.end_offsets(partitions)
    starts = {each: max(committed.get(each, 0), firsts[each]) for each in partitions}
    open_ = [each for each in partitions if starts[each] < ends[each]]
    found = {each: Behind(0, next_offset=starts[each]) for each in partitions}
    for each in open_:
        found[each] = await _read(consumer, each, starts[each], ends[each])
    return found


async def _read(consumer: AIOKafkaConsumer, partition: TopicPartition, start: int, end: int) -> Behind:
    consumer.assign([partition])
    consumer.seek(partition, start)
    records, since = 0, None
    while (position := await consumer.position(partition)) < end and records < MOST_READ:
        for batch in (await consumer.getmany(partition, timeout_ms=POLL_MS, max_records=MOST_READ)).values():
            records += len(batch)
            since = batch[0].timestamp if since is None else since
    return Behind(records + max(0, end - position), since, start)
