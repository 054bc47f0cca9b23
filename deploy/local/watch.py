"""Keeping the parts of an installation alive: what ended without being asked is started again."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from deploy.local.process import Child, ChildFailed, true

FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0  # one that ran this long starts again without having to wait
_FOR_EVER = 365 * 24 * 3600.0

Report = Callable[[str], None]


class Part(Protocol):
    """A server or service that can be started, stopped and killed any number of times."""

    @property
    def name(self) -> str: ...
    @property
    def child(self) -> Child | None: ...
    @property
    def running(self) -> bool: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def kill(self) -> None: ...


async def start(part: Part, report: Report) -> None:
    """Raises ChildFailed."""
    started = time.monotonic()
    await part.start()
    report(f"{part.name} is ready ({time.monotonic() - started:.1f} s)")


async def start_or_leave(part: Part, report: Report) -> None:
    """One that nothing waits for. That it did not come up is said in a line; `keep_alive` tries it again."""
    try:
        await start(part, report)
    except ChildFailed as failure:
        why = str(failure).splitlines()[0]
        report(f"{part.name} did not come up, and everything else goes on without it: {why}")


async def keep_alive(part: Part, is_wanted: Callable[[], bool], report: Report) -> None:
    """Start the part again whenever it has ended while wanted; wait longer each time it fails."""
    wait = FIRST_WAIT_SECONDS
    while True:
        started = time.monotonic()
        await true(lambda: not part.running, _FOR_EVER)
        if _was_stopped(part) or not is_wanted():
            await _after_a_pause(part, is_wanted, report)
            continue
        if time.monotonic() - started > STEADY_SECONDS:
            wait = FIRST_WAIT_SECONDS
        code = part.child.exit_code if part.child else None
        report(f"{part.name} ended with code {code}; starting it again in {wait:.1f} s")
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_SECONDS)
        if is_wanted() and not part.running:
            await _start(part, report)


def _was_stopped(part: Part) -> bool:
    """Asked of the child, not of the request: a short pause is over before we look."""
    return part.child is not None and part.child.was_stopped


async def _after_a_pause(part: Part, is_wanted: Callable[[], bool], report: Report) -> None:
    """It ended because somebody asked. Start it when it is wanted again, unless they did so themselves."""
    await true(lambda: is_wanted() or part.running, _FOR_EVER)
    if not part.running:
        report(f"{part.name} is wanted again")
        await _start(part, report)


async def _start(part: Part, report: Report) -> None:
    try:
        await part.start()
        report(f"{part.name} is ready again")
    except ChildFailed as failure:
        report(str(failure))
