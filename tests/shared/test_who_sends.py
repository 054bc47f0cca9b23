"""Who sends a request is whose connection it is; a header says otherwise only where it is said whose."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request

from shared.serving import serve
from shared.settings import Settings

SAID = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Real-IP": "203.0.113.9"}


@pytest.fixture
def app() -> FastAPI:
    made = FastAPI()

    @made.get("/")
    async def who(request: Request) -> str:
        return f"{request.client.host if request.client else ''} by {request.url.scheme}"

    return made


async def told(app: FastAPI, sender: str, proxies: str, headers: dict[str, str] = SAID) -> str:
    settings = Settings(database_url="postgresql://x", wrapping_key_file=Path("x"))  # type: ignore[arg-type]
    config = serve(app, settings, proxies).config
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=(sender, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        found: str = (await client.get("/", headers=headers)).json()
    return found


@pytest.mark.parametrize("sender", ["127.0.0.1", "::1", "10.1.2.3", "198.51.100.7"])
async def test_nobody_says_that_they_are_somebody_else(app: FastAPI, sender: str) -> None:
    assert await told(app, sender, "") == f"{sender} by http"


async def test_the_proxy_that_was_named_says_who_asks_and_no_other_does(app: FastAPI) -> None:
    assert (await told(app, "10.1.2.3", "10.0.0.0/8")).startswith("203.0.113.9 ")
    assert await told(app, "127.0.0.1", "10.0.0.0/8") == "127.0.0.1 by http"
    assert (await told(app, "172.18.0.4", "*")).startswith("203.0.113.9 ")


async def test_whoever_asks_through_the_proxy_chooses_nothing(app: FastAPI) -> None:
    """Where a proxy only adds, the last of the list is what it saw; what stands before was sent to it."""
    lied = {"X-Forwarded-For": "192.0.2.1, 203.0.113.9"}
    assert (await told(app, "10.1.2.3", "10.0.0.0/8", lied)).startswith("203.0.113.9 ")
