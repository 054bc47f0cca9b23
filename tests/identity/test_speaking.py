"""A program of ours says who asks with each request: whom it names, or itself; and to services alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from shared.identity.keys import KeyRefused, private_document
from shared.identity.principal import Principal
from shared.identity.speaking import Speaking, speaking
from shared.identity.verifying import verified
from tests.identity.tokens import Authorities, Hand

ADDRESSES = {"intake": "http://127.0.0.1:8401", "console": "https://console.example", "mail": "http://mail:8410"}
seen: list[httpx.Request] = []


def answer(request: httpx.Request) -> httpx.Response:
    seen.append(request)
    return httpx.Response(200)


@pytest.fixture
async def client(trust: Authorities, clock: Hand) -> AsyncIterator[httpx.AsyncClient]:
    seen.clear()
    auth = Speaking(trust.signers["watcher"], ADDRESSES, clock=clock)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), auth=auth) as found:
        yield found


def spoken(trust: Authorities, clock: Hand, audience: str) -> Principal:
    token = seen[-1].headers["Authorization"].removeprefix("Bearer ")
    return verified(token, issuers=trust.issuers, audience=audience, clock=clock)


async def test_who_names_nobody_speaks_for_itself(
    client: httpx.AsyncClient, trust: Authorities, clock: Hand
) -> None:
    await client.post("http://127.0.0.1:8401/canary")
    assert spoken(trust, clock, "intake").actor == "service:watcher"
    await client.get("https://console.example:443/quarantine")
    assert spoken(trust, clock, "console").actor == "service:watcher"


async def test_whom_the_request_names_it_speaks_for(trust: Authorities, clock: Hand) -> None:
    auth = Speaking(trust.signers["console"], ADDRESSES, clock=clock)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), auth=auth) as client:
        await client.get("http://127.0.0.1:8401/cases", headers={"Actor": "person:m.ellis"})
    assert spoken(trust, clock, "intake").actor == "person:m.ellis"


@pytest.mark.parametrize("actor", ["m.ellis", "staff:m.ellis", "person:", "person:" + "m" * 92])
async def test_whom_no_token_may_name_the_service_turns_away(client: httpx.AsyncClient, actor: str) -> None:
    answered = await client.post("http://127.0.0.1:8401/reports", headers={"Actor": actor})
    assert answered.status_code == 200 and "Authorization" not in seen[-1].headers


@pytest.mark.parametrize("url", ["http://mail:8410/", "http://127.0.0.1:8402/", "http://elsewhere.example/token"])
async def test_nobody_but_a_service_gets_a_token(client: httpx.AsyncClient, url: str) -> None:
    await client.get(url)
    assert "Authorization" not in seen[-1].headers


async def test_a_token_of_its_own_stays(client: httpx.AsyncClient) -> None:
    await client.get("http://127.0.0.1:8401/cases", headers={"Authorization": "Bearer mine"})
    assert seen[-1].headers["Authorization"] == "Bearer mine"


def test_without_a_key_nobody_speaks(tmp_path: Path) -> None:
    assert speaking("console", None, ADDRESSES) is None


def test_a_key_that_is_none_is_refused_at_once(trust: Authorities, tmp_path: Path) -> None:
    file = tmp_path / "token.key"
    file.write_bytes(b"{}")
    file.chmod(0o600)
    with pytest.raises(KeyRefused):
        speaking("console", file, ADDRESSES)
    file.write_bytes(private_document(trust.signers["console"].key))
    assert speaking("console", file, ADDRESSES) is not None
