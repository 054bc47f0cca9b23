"""Every credential that is none, against every route of every service's document: refused, and never by a 5xx.

The services are as they are wired, and connected to nothing: who is refused is refused before anything is asked.
"""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from deploy.documents import ROOT, SERVICES
from shared.clock import WallClock
from shared.identity.keys import new_key
from shared.identity.minting import Signer, minted
from tests.identity.asserting import assertion, claims
from tests.identity.tokens import Authorities, Hand, agency_key, authorities, coded, opened, partnership_file
from tests.identity.wiring import wired

Headers = dict[str, str]
Make = Callable[[Authorities, str], str | None]
WALL = WallClock()


def token(trust: Authorities, audience: str, by: str = "console", **more: Any) -> str:
    said: dict[str, Any] = {"actor": "person:m.ellis", "audience": audience, "clock": WALL, **more}
    return minted(trust.signers[by], **said)


def moved(seconds: float) -> Hand:
    hand = Hand(WALL.now())
    hand.passes(seconds)
    return hand


def forged(trust: Authorities, audience: str) -> str:
    header, said, signature = opened(token(trust, audience))
    return f"{coded(header)}.{coded({**said, 'sub': 'person:director'})}.{signature}"


def unsigned(trust: Authorities, audience: str) -> str:
    header, said, _ = opened(token(trust, audience))
    return f"{coded({**header, 'alg': 'none'})}.{coded(said)}."


def with_the_public_key_as_secret(trust: Authorities, audience: str) -> str:
    header, said, _ = opened(token(trust, audience))
    text = f"{coded({**header, 'alg': 'HS256'})}.{coded(said)}"
    secret = trust.signers["console"].key.as_pem(private=False)
    return f"{text}.{coded(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def of_a_stranger(trust: Authorities, audience: str) -> str:
    return minted(Signer("console", new_key()), actor="person:m.ellis", audience=audience, clock=WALL)


CREDENTIALS: dict[str, Make] = {
    "none": lambda trust, to: None,
    "no-token": lambda trust, to: "",
    "forged": forged,
    "alg-none": unsigned,
    "hs256": with_the_public_key_as_secret,
    "stranger": of_a_stranger,
    "expired": lambda trust, to: token(trust, to, clock=moved(-200)),
    "not-yet": lambda trust, to: token(trust, to, clock=moved(200)),
    "another-audience": lambda trust, to: token(trust, "elsewhere"),
    "not-its-to-say": lambda trust, to: token(trust, to, by="intake"),
    "another's-service": lambda trust, to: token(trust, to, by="watcher", actor="service:intake"),
    "an-assertion": lambda trust, to: assertion(agency_key(), claims(WALL)),
    "overlong": lambda trust, to: token(trust, to) + "a" * 5_000,
    "broken": lambda trust, to: "a.b.c",
}


def routes(service: str) -> list[tuple[str, str, list[str]]]:
    """Method, a path that a request may have, and who may ask."""
    document = json.loads((ROOT / "docs" / "api" / f"{service}.openapi.json").read_text())
    return [
        (method.upper(), path.replace("{", "").replace("}", ""), operation["x-asked-by"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "security" in operation
    ]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    return authorities(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module", params=SERVICES)
def app(request: pytest.FixtureRequest, trust: Authorities) -> tuple[str, FastAPI]:
    partnership = partnership_file(trust.file.parent, {"hospital": [agency_key().text]})
    it = wired(request.param, trust, partnership, CSPR_REQUESTS_PER_SECOND="100000")
    it.application.status.accepting = True
    return request.param, it.app


@pytest.fixture
async def service(app: tuple[str, FastAPI]) -> AsyncIterator[tuple[str, httpx.AsyncClient]]:
    name, it = app
    transport = httpx.ASGITransport(it)  # what fails inside would be raised here
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{name}") as client:
        yield name, client


def headed(credential: str | None) -> Headers:
    if credential is None:
        return {}
    return {"Authorization": f"Bearer {credential}"}


@pytest.mark.parametrize("what", CREDENTIALS)
async def test_no_route_believes(service: tuple[str, httpx.AsyncClient], trust: Authorities, what: str) -> None:
    name, client = service
    headers = headed(CREDENTIALS[what](trust, name))
    asked = routes(name)
    assert asked
    for method, path, _ in asked:
        for actor in ({}, {"Actor": "person:m.ellis"}):
            answer = await client.request(method, path, headers={**headers, **actor, "Idempotency-Key": "1"})
            assert answer.status_code == 401, (method, path, what, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"].startswith(f'Bearer realm="{name}"')


async def test_no_route_lets_a_token_speak_for_another_actor(
    service: tuple[str, httpx.AsyncClient], trust: Authorities
) -> None:
    name, client = service
    for method, path, _ in routes(name):
        headers = {**headed(token(trust, name)), "Actor": "person:director"}
        assert (await client.request(method, path, headers=headers)).status_code == 403, (method, path)


@pytest.mark.parametrize("kind", ["person", "agency", "service"])
async def test_no_route_answers_a_kind_that_it_is_not_for(
    service: tuple[str, httpx.AsyncClient], trust: Authorities, kind: str
) -> None:
    name, client = service
    spoken = {
        "person": token(trust, name),
        "agency": token(trust, name, by="intake", actor="agency:hospital", via=agency_key().id),
        "service": token(trust, name, by="watcher", actor="service:watcher"),
    }
    for method, path, askers in routes(name):
        if kind not in askers:
            answer = await client.request(method, path, headers=headed(spoken[kind]))
            assert answer.status_code == 403, (method, path, kind, answer.text)


@pytest.mark.parametrize("agency", ["hospital", "police", "elsewhere"])
async def test_no_route_believes_an_agency_whose_key_is_not_its_own_any_more(
    service: tuple[str, httpx.AsyncClient], trust: Authorities, agency: str
) -> None:
    """The hospital's by a key that was taken back; another's, and a stranger's, by the hospital's."""
    name, client = service
    via = agency_key(2).id if agency == "hospital" else agency_key().id
    spoken = headed(token(trust, name, by="intake", actor=f"agency:{agency}", via=via))
    for method, path, askers in routes(name):
        if "agency" in askers:
            answer = await client.request(method, path, headers=spoken)
            assert (answer.status_code, answer.json()["type"]) == (401, "urn:cspr:problem:revoked"), (method, path)
