"""A way to PostgreSQL that breaks as something is committed, before or after the server has done it."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

When = Literal["before", "after"]
COMMIT = b"COMMIT;"
MARK = b"UPDATE event_log SET kafka_partition"  # a statement of the relay that is a transaction of its own


class Cutting:
    def __init__(self, url: str) -> None:
        self._server = urlsplit(url)
        self._when: When | None = None
        self._at = COMMIT
        self.cuts = 0
        self.url = ""  # as the service is told: through here

    def cut(self, when: When, at: bytes = COMMIT) -> None:
        """At the next COMMIT, or statement in which `at` stands, on whatever connection."""
        self._when, self._at = when, at

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Cutting"]:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        host = f"{self._server.username}:{self._server.password}@127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.url = urlunsplit((self._server.scheme, host, self._server.path, "", ""))
        try:
            yield self
        finally:
            server.close()

    async def _connect(self, reader: StreamReader, writer: StreamWriter) -> None:
        answers, questions = await asyncio.open_connection(self._server.hostname, self._server.port)
        lost = asyncio.Event()  # the next answer is
        ways = [
            asyncio.create_task(self._ask(reader, questions, lost)),
            asyncio.create_task(_answer(answers, writer, lost)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        writer.transport.abort()
        questions.transport.abort()

    async def _ask(self, reader: StreamReader, questions: StreamWriter, lost: asyncio.Event) -> None:
        prepared: dict[bytes, bytes] = {}  # what is run by its name was told once
        with suppress(OSError):
            while said := await reader.read(65_536):
                if self._when and self._at in _run(said, prepared):
                    when, self._when = self._when, None
                    self.cuts += 1
                    if when == "before":
                        return
                    lost.set()
                questions.write(said)


def _run(said: bytes, prepared: dict[bytes, bytes]) -> bytes:
    """The statement that this message runs: a query, or by its name one that was prepared."""
    kind, rest = said[:1], said[5:]
    if kind == b"P":  # Parse: name, query
        name, _, query = rest.partition(b"\0")
        prepared[name] = query
        return b""
    if kind == b"B":  # Bind: portal, name
        return prepared.get(rest.split(b"\0", 2)[1], b"")
    return said if kind == b"Q" else b""


async def _answer(answers: StreamReader, writer: StreamWriter, lost: asyncio.Event) -> None:
    with suppress(OSError):
        while (said := await answers.read(65_536)) and not lost.is_set():
            writer.write(said)
