"""What the relay of this process tells those who wait: which events Kafka has, while that relay leads."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

REMEMBERED = 10_000  # who waits looks within moments; what was said earlier stands in the log


class Told:
    """`here` says whether every event that reaches Kafka is told in this process: its relay leads."""

    def __init__(self) -> None:
        self.here = False
        self.next = asyncio.Event()  # set, and another put in its place, when more is told
        self._recorded: OrderedDict[UUID, None] = OrderedDict()

    def tell(self, ids: Iterable[UUID]) -> None:
        """Kafka has these, whether or not the log is marked yet."""
        self._recorded.update(dict.fromkeys(ids))
        while len(self._recorded) > REMEMBERED:
            self._recorded.popitem(last=False)
        self.next.set()
        self.next = asyncio.Event()

    def has(self, ids: Iterable[UUID]) -> bool:
        """Whether all of these were told of. False says nothing: it may be long ago, or another's doing."""
        return all(id_ in self._recorded for id_ in ids)


async def heard(telling: asyncio.Event, seconds: float) -> None:
    """Until `telling`, a `next` taken before looking, is set; or so long."""
    with suppress(TimeoutError):
        await asyncio.wait_for(telling.wait(), seconds)
