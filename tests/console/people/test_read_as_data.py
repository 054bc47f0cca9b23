"""A program reads as data what a person may read, by a token for the console; no page is shown to a token."""

from pathlib import Path
from typing import Any, cast

import pytest
from starlette.requests import Request

from services.console.people.cookies import Cookies
from services.console.people.door import SignedIn
from shared.clock import WallClock
from shared.identity.door import door
from shared.identity.minting import minted
from tests.identity.tokens import authorities


@pytest.mark.parametrize(
    ("path", "audience", "status"),
    [
        ("/duties.json", "console", 0),
        ("/duties.json", "intake", 401),
        ("/duties.json", "", 401),
        ("/cases", "console", 303),
    ],
)
async def test_a_token_for_the_console_opens_its_data_and_no_page(
    tmp_path: Path, path: str, audience: str, status: int
) -> None:
    trust = authorities(tmp_path)
    entry = SignedIn(cast(Any, None), Cookies(secure=False), door(trust.file, "console", "127.0.0.1"))
    by = trust.signers["console"]
    token = minted(by, actor="person:a", audience=audience, clock=WallClock()) if audience else ""
    told = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "server": ("x", 80),
        "scheme": "http",
    }
    request = Request({**told, "headers": [(b"authorization", f"Bearer {token}".encode())]})
    asks = await entry.looker(request)
    refused = entry.refused(request, asks)
    assert (refused.status_code if refused else 0) == status
