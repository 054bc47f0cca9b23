"""A service as the console sees it: two addresses that answer, or do not."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.hurry import until_they_give_up

STATUS = {"service": "x", "kafka": True, "unpublished": 0, "parked": 0, "quarantined": 0, "lag": {"t/0": 0}}


@asynccontextmanager
async def neighbour(
    ready: int = 200, hangs: bool = False, together: asyncio.Barrier | None = None, **status: object
) -> AsyncIterator[str]:
    """Its address. `together`: who hangs waits there when it was asked, who answers when that was read."""
    body = json.dumps({**STATUS, **status}).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        if not hangs:
            code = ready if b"/health/ready" in asked else 200
            head = f"HTTP/1.1 {code} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await reader.read()  # until the other side has it all
        if together:
            await together.wait()
        if hangs:
            await until_they_give_up(reader.at_eof)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
