"""An installation that runs for a test, looked after as `cspr up` looks after one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from deploy.local.runtime import Runtime


@asynccontextmanager
async def kept_up(runtime: Runtime) -> AsyncIterator[Runtime]:
    """Started, what ends by itself started again, and stopped."""
    await runtime.start()
    watching = asyncio.create_task(runtime.watch())
    try:
        yield runtime
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await runtime.stop()
