"""A console whose people sign in at an issuer that can be made to lie."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.console.conftest import Console, MakeConsole
from tests.console.people.issuing import FakeIssuer, file_of, issuing

GO = "/sign-in/to/council"


@dataclass
class Doorstep:
    """The console, its issuer, and browsers that keep their cookies."""

    console: Console
    issuer: FakeIssuer

    def browser(self) -> httpx.AsyncClient:
        """One that nobody used yet: no cookie, no form."""
        return self.console.browser(ours=False)

    async def begins(self, browser: httpx.AsyncClient, more: str = "") -> str:
        """Where the browser is sent to."""
        answer = await browser.get(GO + more)
        assert answer.status_code == 303
        return answer.headers["location"]

    async def signs_in(self, browser: httpx.AsyncClient, more: str = "", **claims: Any) -> httpx.Response:
        """To the issuer and back."""
        location = await self.begins(browser, more)
        return await browser.get(self.issuer.grants(location, **claims))

    async def submits(self, browser: httpx.AsyncClient, path: str, typed: dict[str, str]) -> httpx.Response:
        """As a form of ours that was opened in this browser before."""
        guard = self.console.module.way_in.guard
        token = guard.tokens.of(browser.cookies.get("browser") or "")
        return await browser.post(path, data={**typed, "form_token": token})

    async def signed_in(self, browser: httpx.AsyncClient) -> bool:
        return (await browser.get("/account")).status_code == 200


@pytest.fixture
async def issuer() -> AsyncIterator[FakeIssuer]:
    async with issuing() as it:
        yield it


@pytest.fixture
async def door(make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path) -> Doorstep:
    said = {"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file_of(issuer, tmp_path))}
    return Doorstep(await make_console(said=said), issuer)
