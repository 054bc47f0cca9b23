"""The console as it is wired, on a database of its own and a clock that stands still; Kafka is away."""

import importlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from services.console import catalogue, health, neighbours
from services.console.people.form_token import HEADER, FormTokens
from shared import views
from shared.event_log import Place
from shared.events.base import Recorded
from shared.service import Service
from tests.console.examples import MONDAY
from tests.hurry import PATIENCE_SECONDS

MODULE = "services.console.app"
BELIEVED = {"CSPR_SIGN_IN": "declared"}
BROWSER = "a-browser-that-was-here-before"
MakeConsole = Callable[..., Awaitable["Console"]]


@dataclass
class Console:
    module: ModuleType
    clock_file: Path
    heard: int = 0

    @property
    def service(self) -> Service:
        return self.module.service

    def browser(self, *, ours: bool = True) -> httpx.AsyncClient:
        """`ours`: it bears what a page of ours gives its forms, whatever is sent."""
        transport = httpx.ASGITransport(self.module.app)
        browser = httpx.AsyncClient(transport=transport, base_url="http://console")
        if ours:
            browser.event_hooks["request"] = [in_our_form(self.module)]
        return browser

    async def hears(self, events: Iterable[Recorded]) -> None:
        for recorded in events:
            self.heard += 1
            async with self.service.transaction() as tx:
                place = Place(f"{recorded.source}.events", 0, self.heard)
                await self.service.take_in(tx, recorded, place)

    def it_is(self, at: datetime) -> None:
        stands = {"domain": at.isoformat(), "real": 0.0, "speed": 0.0}
        self.clock_file.write_text(json.dumps(stands))


def in_our_form(module: ModuleType) -> Callable[[httpx.Request], Awaitable[None]]:
    """For a client's requests: the cookie of one browser, and the token that our forms bear in it."""
    tokens = FormTokens(module.service.keyring.key_for("cspr console forms"))

    async def bears(request: httpx.Request) -> None:
        held = [each for each in (request.headers.get("Cookie"), f"browser={BROWSER}") if each]
        request.headers["Cookie"] = "; ".join(held)
        request.headers[HEADER] = tokens.of(BROWSER)

    return bears


@pytest.fixture
async def make_console(database, tmp_path, monkeypatch) -> AsyncIterator[MakeConsole]:
    """`await make_console()`: each call gives a console with an empty database; whoever comes is believed."""
    opened = []

    async def make(services: dict[str, str] | None = None, said: dict[str, str] | None = None) -> Console:
        url = await database("console")
        module = wired(tmp_path, monkeypatch, url, services or {}, said or BELIEVED)
        console = Console(module, tmp_path / "clock.json")
        console.it_is(MONDAY)
        opening = console.service.log.opened(url)
        await opening.__aenter__()
        opened.append(opening)
        async with console.service.log.pool.acquire() as connection:
            await views.rebuild(console.service, connection)
        module.application.status.accepting = True
        return console

    yield make
    for opening in opened:
        await opening.__aexit__(None, None, None)


@pytest.fixture
async def console(make_console: MakeConsole) -> Console:
    return await make_console()


def wired(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    services: dict[str, str],
    said: dict[str, str] = BELIEVED,
) -> ModuleType:
    """The service's own wiring, read anew under these settings. `said`: of how people say who they are."""
    key = tmp_path / "wrapping.key"
    key.write_bytes(bytes(32))
    told = {
        "CSPR_DATABASE_URL": url,
        "CSPR_WRAPPING_KEY_FILE": str(key),
        **said,
        "CSPR_KAFKA": "127.0.0.1:9",
        "CSPR_CLOCK_FILE": str(tmp_path / "clock.json"),
        "CSPR_SERVICES": json.dumps(services),
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    for asking in (catalogue, health, neighbours):  # a busy machine is no neighbour that hangs
        monkeypatch.setattr(asking, "TIMEOUT_SECONDS", PATIENCE_SECONDS)
    sys.modules.pop(MODULE, None)
    return importlib.import_module(MODULE)
