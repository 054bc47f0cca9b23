"""A service that documents its API as the real one does, notes what it is asked, and answers as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

API = Path(__file__).parents[2] / "docs" / "api"


@dataclass
class Owner:
    """`answers` are given one after another, as `media`; without any, what is asked is recorded."""

    name: str
    media: str = "application/json"
    address: str = ""
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    worst: Callable[[str], Any] | None = None  # what is answered at a path where nothing is told otherwise

    def reply(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if path == "/openapi.json":
            return 200, (API / f"{self.name}.openapi.json").read_bytes()
        said = json.loads(body) if "json" in headers.get("content-type", "") else body or None
        self.asked.append((path, headers, said))
        if self.worst and (told := self.worst(path)) is not None:
            return 200, json.dumps(told).encode()
        status, told = self.answers.pop(0) if self.answers else (200, {"receipt": "recorded"})
        return status, told if isinstance(told, bytes) else json.dumps(told).encode()


@asynccontextmanager
async def owner(name: str) -> AsyncIterator[Owner]:
    it = Owner(name)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        pairs = (each.split(": ", 1) for each in rest if each)
        headers = {name.lower(): value for name, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        status, said = it.reply(line.split(" ")[1], headers, body)
        told = f"Content-Type: {it.media}\r\nContent-Length: {len(said)}\r\nConnection: close"
        head = f"HTTP/1.1 {status} X\r\n{told}\r\n\r\n"
        writer.write(head.encode() + said)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        it.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield it
