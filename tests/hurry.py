"""Whoever waits for an answer that does not come gives up at once, however long its patience, and no sooner.

A short patience would do neither: a busy machine takes longer to ask, and who has not asked has another failure.
"""

import asyncio
from collections.abc import Callable

PATIENCE_SECONDS = 60.0  # of whoever sends in a test that hurries


def _time_flies() -> None:
    """Every timer of this loop that would ring within `PATIENCE_SECONDS` rings now."""
    loop = asyncio.get_running_loop()
    now = loop.time
    loop.time = lambda: now() + PATIENCE_SECONDS  # type: ignore[method-assign]


async def until_they_give_up(gone: Callable[[], bool]) -> None:
    """For the side that says nothing, once it was asked: lets time fly until the other side is `gone`."""
    while not gone():
        _time_flies()
        await asyncio.sleep(0.01)
