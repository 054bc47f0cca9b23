"""Requests sent at planned moments, whether or not those before were answered, and timed from the plan.

A client that waits for its answers sends less while the service is slow, and so never sees how slow it was.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter

A_SECOND = 50


@dataclass(frozen=True)
class Latencies:
    """In milliseconds, the shortest first."""

    ms: tuple[float, ...]

    def percentile(self, share: float) -> float:
        return self.ms[min(len(self.ms) - 1, int(share * len(self.ms)))]


async def at_fixed_rate(send: Callable[[int], Awaitable[None]], count: int, a_second: int = A_SECOND) -> Latencies:
    """`send` is given the number of each request. Raises what it raises."""
    took: list[float] = []
    began = perf_counter()

    async def one(number: int, planned: float) -> None:
        await send(number)
        took.append(1_000 * (perf_counter() - planned))

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            planned = began + number / a_second
            await asyncio.sleep(max(0.0, planned - perf_counter()))
            group.create_task(one(number, planned))
    return Latencies(tuple(sorted(took)))
