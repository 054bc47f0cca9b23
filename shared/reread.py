"""Events read from Kafka again, decoded, a few at a time; those heard only as far as those said ask for them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing

from aiokafka import ConsumerRecord, TopicPartition

from shared.behind import A_FEW
from shared.event_log import EventLog, Place
from shared.events.base import Undecodable
from shared.kafka_reading import slices_to_end
from shared.merge import Merge, Placed
from shared.topics import events_of


async def read(
    log: EventLog, bootstrap: str, start: Mapping[TopicPartition, int]
) -> AsyncGenerator[list[Placed], None]:
    """From these offsets to where each partition ends now. Raises Truncated."""
    if not start:
        return
    async with aclosing(slices_to_end(bootstrap, start)) as slices:
        async for records in slices:
            for first in range(0, len(records), A_FEW):
                yield list(_decoded(log, records[first : first + A_FEW]))
                await asyncio.sleep(0)


def _decoded(log: EventLog, records: Sequence[ConsumerRecord[bytes, bytes]]) -> Iterator[Placed]:
    for record in records:
        try:
            recorded = log.read(record.value or b"")
        except Undecodable:
            continue  # hearing it in the ordinary way will set it aside
        yield recorded, Place(record.topic, record.partition, record.offset)


class InOrder:
    """Own events with what was heard before each. Topics are read as that is wanted, and not kept."""

    def __init__(self, log: EventLog, bootstrap: str) -> None:
        self._log = log
        self._bootstrap = bootstrap
        self._readers: dict[str, AsyncGenerator[list[Placed], None]] = {}
        self.merge = Merge()

    async def begin(self, start: Mapping[TopicPartition, int], closing: AsyncExitStack) -> None:
        """`start`: where to begin in the heard topics."""
        for source in self._log.hears:
            places = {place: offset for place, offset in start.items() if place.topic == events_of(source)}
            reader = read(self._log, self._bootstrap, places)
            self._readers[source] = await closing.enter_async_context(aclosing(reader))
            self.merge.open.add(source)

    async def order(self, own: Iterable[Placed]) -> AsyncIterator[list[Placed]]:
        """A few at a time."""
        few: list[Placed] = []
        for placed in own:
            while wanted := self.merge.take(placed, few):
                await self._read_on(wanted)
            if len(few) >= A_FEW:
                yield few
                few = []
        yield few

    async def _read_on(self, source: str) -> None:
        few = await anext(self._readers[source], None)
        if few is None:
            self.merge.open.discard(source)
        for placed in few or ():
            self.merge.add(placed)
