"""How a command has the supervisor hold one service down for a while, as a rebuild needs.

The request is a file that names the asking process: should that die, the service comes back.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.local.probe import http_status
from deploy.local.process import ChildFailed, command_of, true
from deploy.local.record import Record

STOPPED_SECONDS = 30
READY_SECONDS = 150


def is_asked(data_dir: Path, service: str) -> bool:
    """Whether a living process wants this service held down."""
    try:
        asking = int(_request(data_dir, service).read_text())
    except (FileNotFoundError, ValueError):
        return False
    return command_of(asking) is not None


@asynccontextmanager
async def paused(data_dir: Path, service: str) -> AsyncIterator[None]:
    """Hold the service down meanwhile; afterwards it is running and ready again."""
    request = _request(data_dir, service)
    request.parent.mkdir(exist_ok=True)
    request.write_text(str(os.getpid()))
    try:
        if not await true(lambda: service not in Record.read(data_dir).children, STOPPED_SECONDS):
            raise ChildFailed(f"{service} did not stop within {STOPPED_SECONDS} s")
        yield
    finally:
        request.unlink(missing_ok=True)
    await _until_ready(data_dir, service)


async def _until_ready(data_dir: Path, service: str) -> None:
    port = Record.read(data_dir).ports[service]
    try:
        async with asyncio.timeout(READY_SECONDS):
            while await http_status(port, "/health/ready") != 200:
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise ChildFailed(f"{service} was not ready again within {READY_SECONDS} s") from None


def _request(data_dir: Path, service: str) -> Path:
    return data_dir / "paused" / service
