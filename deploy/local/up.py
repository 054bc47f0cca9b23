"""Running an installation in the foreground until it is told to stop."""

import asyncio
import signal
from collections.abc import Callable

from deploy.local.process import together
from deploy.local.runtime import Runtime

_TOLD_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Told(Exception):
    """A signal came."""


async def run(runtime: Runtime, when_ready: Callable[[str], None]) -> None:
    """Start, say where, and keep alive until a signal; then stop every child, in order.

    A signal during the start counts too. Further signals while stopping change nothing: each
    child has a time limit, so the end comes.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in _TOLD_TO_STOP:
        loop.add_signal_handler(one, told.set)
    try:
        await together(_live(runtime, when_ready), _until(told))
    except _Told:
        pass
    finally:
        await runtime.stop()


async def _live(runtime: Runtime, when_ready: Callable[[str], None]) -> None:
    await runtime.start()
    when_ready(f"{runtime.url('console')}/")
    await runtime.watch()


async def _until(told: asyncio.Event) -> None:
    await told.wait()
    raise _Told
