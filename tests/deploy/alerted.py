"""Somebody who is told of alerts: takes what an Alertmanager posts, and tells a Prometheus one measure."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

# As intake tells it: one duty that is past its date.
OVERDUE = 'cspr_duties{rule="notification",owed_to="national-panel",band="overdue"} 1\n'


@dataclass
class Alerted:
    """`told`: by receiver, each alert of each post, with the credentials that it came with."""

    port: int = 0
    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    credentials: dict[str, set[str]] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def take(self, receiver: str, credentials: str, body: bytes) -> None:
        self._last[receiver] = monotonic()
        self.credentials.setdefault(receiver, set()).add(credentials)
        self.told.setdefault(receiver, []).extend(json.loads(body)["alerts"])

    def of(self, receiver: str, alert: str) -> list[dict[str, Any]]:
        return [each for each in self.told.get(receiver, ()) if each["labels"]["alertname"] == alert]

    def silent(self, receiver: str, seconds: float) -> bool:
        """As whoever watches a dead-man's switch asks: it was told before, and not for so long."""
        return receiver in self._last and monotonic() - self._last[receiver] > seconds


@asynccontextmanager
async def alerted() -> AsyncIterator[Alerted]:
    it = Alerted()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in rest)}
        method, path, _ = line.split(" ")
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if method == "POST":
            it.take(path.strip("/"), headers.get("authorization", ""), body)
        told = OVERDUE.encode() if method == "GET" else b""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(told)}\r\nConnection: close"
        writer.write(f"{head}\r\n\r\n".encode() + told)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        it.port = server.sockets[0].getsockname()[1]
        yield it
