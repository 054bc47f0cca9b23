"""One thing is done behind whoever goes on, so that our processor and another's work at once."""

import asyncio
from collections.abc import Coroutine
from typing import Any

A_FEW = 50  # events are decoded in one go: whoever works behind has something to do in between


class OneBehind:
    """At most one at a time, in the order in which they were given. Leaving waits for the last.

    What it raises is raised at the next call, or on leaving; whoever leaves by an exception cancels it.
    """

    def __init__(self) -> None:
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "OneBehind":
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        if kind is None:
            await self.done()
        elif running := self._running:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Waits for the one before."""
        try:
            await self.done()
        except BaseException:
            work.close()
            raise
        self._running = asyncio.create_task(work)

    async def done(self) -> None:
        """Waits until nothing is being done."""
        running, self._running = self._running, None
        if running:
            await running
