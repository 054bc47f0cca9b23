"""The services' own documents, asked for while a page is made: what that costs where nobody answers."""

import asyncio
import ssl
from typing import Any

import pytest

from services.console import catalogue
from services.console.catalogue import Catalogue
from shared.topics import SERVICES_THAT_SAY

NOBODY = "http://127.0.0.1:9"
PATIENCE_SECONDS = 30.0


async def test_a_neighbour_that_is_away_costs_a_page_no_tls_settings_read_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They take ten times as long as the question; at ten pages a second the process did nothing else."""
    made = []
    make = ssl.create_default_context

    def counted(*args: Any, **kwargs: Any) -> ssl.SSLContext:
        made.append(args)
        return make(*args, **kwargs)

    monkeypatch.setattr(ssl, "create_default_context", counted)
    asked = Catalogue(dict.fromkeys(SERVICES_THAT_SAY, NOBODY))
    for _ in range(3):
        assert not any(each.actions for each in (await asked.all(None)).values())
    assert len(made) <= 1, "once for the process"


async def test_neighbours_are_asked_at_once_and_not_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frozen ones would hold a page up for the sum of what each is waited for."""
    monkeypatch.setattr(catalogue, "TIMEOUT_SECONDS", PATIENCE_SECONDS * 2)
    asking, all_asked = 0, asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asking
        await reader.readuntil(b"\r\n\r\n")
        asking += 1
        if asking == len(SERVICES_THAT_SAY):
            all_asked.set()
        await all_asked.wait()
        writer.write(b"HTTP/1.1 503 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        reading = asyncio.create_task(Catalogue(dict.fromkeys(SERVICES_THAT_SAY, address)).all(None))
        try:
            await asyncio.wait_for(all_asked.wait(), PATIENCE_SECONDS)
        finally:
            all_asked.set()
        assert list(await reading) == list(SERVICES_THAT_SAY)
