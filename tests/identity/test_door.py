"""A service that is told its issuers believes tokens and nothing else: asked over HTTP, wired as everywhere."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from pydantic import SecretStr, ValidationError
from structlog.testing import capture_logs

from shared.application import Application
from shared.clock import WallClock
from shared.event_log import EventLog
from shared.events.base import Vocabulary
from shared.identity.door import Exposed, door
from shared.identity.minting import minted
from shared.keys import Keyring
from shared.recipients import Agency
from shared.service import Service
from shared.settings import Settings
from shared.web.api import api
from shared.web.commands import Actor
from shared.web.rules import Rules
from tests.examples import partnership
from tests.identity.tokens import Authorities, agency_key, partnership_file
from tests.toys import WRAPPING_KEY, Told, teller

TOYS = ("GET /who", "POST /told", "POST /beat", "POST /sealed")
RULES = Rules(
    actions=dict.fromkeys(TOYS, "look up"),
    agencies=("POST /told",),
    services=("POST /beat",),
    signed=("POST /sealed",),
)


def toy(trust: Authorities, per_second: float = 100.0) -> Application:
    service = Service(EventLog(says=Vocabulary.of("toy", Told)), [teller], Keyring(WRAPPING_KEY), WallClock())
    settings = Settings(
        database_url=SecretStr("postgresql://nowhere"),
        wrapping_key_file=Path("unused"),
        issuers=trust.file,
        partnership=partnership_file(trust.file.parent, {"hospital": [agency_key().text]}),
        requests_per_second=per_second,
    )
    application = Application(service, settings, partnership=partnership(), hears=[])
    application.status.accepting = True
    return application


def routes() -> APIRouter:
    router = APIRouter()

    @router.get("/who")
    async def who(actor: Actor) -> dict[str, str]:
        return {"actor": actor}

    for path in ("/told", "/beat", "/sealed"):
        router.add_api_route(path, lambda: {"done": True}, methods=["POST"])
    return router


@pytest.fixture
async def client(trust: Authorities) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(api(toy(trust), "A toy.", [routes()], RULES))
    async with httpx.AsyncClient(transport=transport, base_url="http://toy") as found:
        yield found


def bearer(trust: Authorities, by: str = "console", actor: str = "person:m.ellis", **more: Any) -> dict[str, str]:
    token = minted(trust.signers[by], actor=actor, audience="toy", clock=WallClock(), **more)
    return {"Authorization": f"Bearer {token}"}


async def test_the_actor_comes_from_the_token(client: httpx.AsyncClient, trust: Authorities) -> None:
    assert (await client.get("/who", headers=bearer(trust))).json() == {"actor": "person:m.ellis"}


async def test_the_same_actor_may_be_named_beside_the_token(client: httpx.AsyncClient, trust: Authorities) -> None:
    answer = await client.get("/who", headers={**bearer(trust), "Actor": "person:m.ellis"})
    assert answer.json() == {"actor": "person:m.ellis"}


async def test_a_differing_actor_is_refused(client: httpx.AsyncClient, trust: Authorities) -> None:
    answer = await client.get("/who", headers={**bearer(trust), "Actor": "person:director"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:cspr:problem:another-actor")


async def test_two_actors_or_two_tokens_are_refused(client: httpx.AsyncClient, trust: Authorities) -> None:
    token = ("Authorization", bearer(trust)["Authorization"])
    actor = ("Actor", "person:m.ellis")
    assert (await client.get("/who", headers=[token, actor, actor])).status_code == 403
    assert (await client.get("/who", headers=[token, token])).status_code == 401


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Basic dTpw", "Bearer a.b.c", "Bearer \xff", "a.b.c"])
async def test_a_declared_actor_is_not_believed(client: httpx.AsyncClient, said: str) -> None:
    headers = [(b"actor", b"person:m.ellis")] + ([(b"authorization", said.encode("latin-1"))] if said else [])
    for path in ("/who", "/nowhere"):
        answer = await client.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="toy"')


@pytest.mark.parametrize("path", ["/health/live", "/health/views", "/openapi.json"])
async def test_health_needs_no_token(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code != 401


async def test_what_is_signed_otherwise_needs_no_token(client: httpx.AsyncClient) -> None:
    assert (await client.post("/sealed")).status_code == 200
    assert (await client.get("/sealed")).status_code == 401  # another method is another route


async def test_a_route_is_for_those_it_names(client: httpx.AsyncClient, trust: Authorities) -> None:
    person, watcher = bearer(trust), bearer(trust, "watcher", "service:watcher")
    agency = bearer(trust, "intake", "agency:hospital", via=agency_key().id)
    for path, may in (("/told", [person, agency]), ("/beat", [watcher])):
        for headers in (person, agency, watcher):
            answer = await client.post(path, headers=headers)
            assert answer.status_code == (200 if headers in may else 403), (path, may.index(headers))
    assert (await client.get("/who", headers=agency)).status_code == 403


async def test_an_agency_whose_key_was_taken_back_is_refused_at_once(
    client: httpx.AsyncClient, trust: Authorities
) -> None:
    headers = bearer(trust, "intake", "agency:hospital", via=agency_key().id)
    assert (await client.post("/told", headers=headers)).status_code == 200
    partnership_file(trust.file.parent, {"hospital": []})
    answer = await client.post("/told", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:cspr:problem:revoked")


async def test_while_the_partnership_s_file_cannot_be_read_an_agency_is_told_to_come_again(
    client: httpx.AsyncClient, trust: Authorities
) -> None:
    headers = bearer(trust, "intake", "agency:hospital", via=agency_key().id)
    file = trust.file.parent / "partnership.toml"
    file.write_text("not = [toml")
    for _ in range(2):
        answer = await client.post("/told", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:cspr:problem:not-now")
        assert int(answer.headers["Retry-After"]) > 0
    assert (await client.post("/told", headers=bearer(trust))).status_code == 200  # people are no agency
    file.unlink()
    assert (await client.post("/told", headers=headers)).status_code == 503
    partnership_file(trust.file.parent, {"hospital": [agency_key().text]})
    assert (await client.post("/told", headers=headers)).status_code == 200


async def test_an_agency_of_no_partnership_is_refused(client: httpx.AsyncClient, trust: Authorities) -> None:
    for via in ("", agency_key().id):
        headers = bearer(trust, "intake", "agency:elsewhere", via=via)
        assert (await client.post("/told", headers=headers)).status_code == 401


async def test_one_who_asks_too_often_waits_and_nobody_else(trust: Authorities) -> None:
    app = api(toy(trust, per_second=0.2), "A toy.", [routes()], RULES)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://toy") as client:
        assert (await client.get("/who", headers=bearer(trust))).status_code == 200
        refused = await client.get("/who", headers=bearer(trust))  # another token, the same person
        other = await client.get("/who", headers=bearer(trust, actor="person:deputy"))
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:cspr:problem:too-many")
    assert 1 <= int(refused.headers["Retry-After"]) <= 5
    assert other.status_code == 200


async def test_our_own_services_are_not_counted(trust: Authorities) -> None:
    app = api(toy(trust, per_second=0.2), "A toy.", [routes()], RULES)
    watcher = bearer(trust, "watcher", "service:watcher")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://toy") as client:
        answers = [(await client.post("/beat", headers=watcher)).status_code for _ in range(5)]
    assert answers == [200] * 5


async def test_a_refusal_is_a_line_in_the_log_with_its_reason_and_no_token(
    client: httpx.AsyncClient, trust: Authorities
) -> None:
    headers = bearer(trust, seconds=1) | {"Actor": "person:director"}
    with capture_logs() as lines:
        await client.get("/who", headers=headers)
        await client.get("/who")
        await client.post("/beat", headers=bearer(trust))
    assert [line["reason"] for line in lines if line["event"] == "identity.refused"] == [
        "another-actor",
        "missing",
        "not-for-such",
    ]
    assert headers["Authorization"].split()[1][:20] not in str(lines)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "services.example"])
def test_a_service_without_issuers_does_not_start_where_others_can_reach_it(host: str) -> None:
    with pytest.raises(Exposed, match="CSPR_ISSUERS must be set"):
        door(None, "intake", host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
def test_a_service_without_issuers_believes_actors_on_a_loopback_address(host: str) -> None:
    assert door(None, "intake", host) is None


def test_a_service_with_issuers_may_be_reached_by_all(trust: Authorities) -> None:
    found = door(trust.file, "intake", "0.0.0.0")
    assert found is not None
    assert found.audience == "intake"


def test_an_agency_s_key_in_the_partnership_s_file_is_public_and_whole() -> None:
    for text in ("", "{}", agency_key().private):
        with pytest.raises(ValidationError):
            Agency(id="hospital", kind="health", name="A hospital", keys=(text,))
    with pytest.raises(ValidationError):
        Agency(id="hospital", kind="health", name="A hospital", keys=(agency_key().text,) * 3)
