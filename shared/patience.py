"""Waiting for a database no longer than a reader would."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_left_behind: set[asyncio.Task[Any]] = set()  # asyncio itself keeps only weak references


async def in_time(reading: Coroutine[Any, Any, T], seconds: float) -> T:
    """Its result, or TimeoutError after so long, even if it cannot be cancelled.

    asyncpg gives a connection back only once the server has answered the cancellation, and a frozen server
    never does: so the task is left behind to end when it can.
    """
    task = asyncio.create_task(reading)
    _left_behind.add(task)
    task.add_done_callback(_forget)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.cancel()
        raise TimeoutError
    return task.result()


def _forget(task: asyncio.Task[Any]) -> None:
    _left_behind.discard(task)
    if not task.cancelled():
        task.exception()  # seen: nobody waits for it any more
