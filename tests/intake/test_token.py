"""An agency gets a token for its signature, once; what is taken back is taken back at once, tokens and all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from services.intake.token_desk import TokenDesk
from shared import views
from shared.clock import WallClock
from shared.identity.minting import minted
from tests.conftest import MakeDatabase
from tests.identity.asserting import assertion, claims, form
from tests.identity.tokens import agency_key, authorities, opened, partnership_file
from tests.identity.wiring import wired
from tests.intake.examples import wire

WALL = WallClock()
AT_ONCE = 8


@asynccontextmanager
async def served(app: ModuleType, url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with app.service.log.opened(url):
        app.application.status.accepting = True
        transport = httpx.ASGITransport(app.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
            yield client


@pytest.fixture
async def desk(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    """Two instances of intake on one database; the hospital has two keys, the police one."""
    trust = authorities(tmp_path)
    known = {"hospital": [agency_key(1).text, agency_key(2).text], "police": [agency_key(3).text]}
    partnership = partnership_file(tmp_path, known)
    url = await database("intake")
    first, second = (wired("intake", trust, partnership) for _ in range(2))
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(served(first, url))
        other = await stack.enter_async_context(served(second, url))
        async with first.service.log.pool.acquire() as connection:
            await views.rebuild(first.service, connection)
        yield SimpleNamespace(client=client, other=other, trust=trust, folder=tmp_path, service=first.service)


def proof(number: int = 1, agency: str = "hospital", **change: Any) -> str:
    return assertion(agency_key(number), claims(WALL, agency, **change))


async def token(client: httpx.AsyncClient, number: int = 1, agency: str = "hospital", **change: str) -> str:
    answer = await client.post("/token", data=form(proof(number, agency), **change))
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["access_token"]
    return found


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def json_(headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "Content-Type": "application/cloudevents+json"}


async def test_an_agency_gets_a_token_for_five_minutes_and_one_service(desk: SimpleNamespace) -> None:
    answer = await desk.client.post("/token", data=form(proof(), audience="reviews"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    given = answer.json()
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 300)
    _, said, _ = opened(given["access_token"])
    assert (said["iss"], said["sub"], said["aud"]) == ("intake", "agency:hospital", "reviews")
    assert (said["roles"], said["exp"] - said["iat"]) == (["agency contributor"], 300)
    there = await desk.client.get("/events", headers=bearer(given["access_token"]))
    assert there.status_code == 401  # it is for reviews


async def test_an_agency_reports_by_its_token(desk: SimpleNamespace) -> None:
    headers = bearer(await token(desk.client))
    answer = await desk.client.post("/reports", content=wire(source="hospital"), headers=json_(headers))
    assert answer.status_code == 202, answer.text
    forged = await desk.client.post("/reports", content=wire(source="police"), headers=json_(headers))
    assert forged.status_code == 422
    assert (await desk.client.get("/cases", headers=headers)).status_code == 403


async def test_an_assertion_is_good_once_at_whichever_instance(desk: SimpleNamespace) -> None:
    asked = form(proof())
    assert (await desk.client.post("/token", data=asked)).status_code == 200
    for client in (desk.client, desk.other):
        again = await client.post("/token", data=asked)
        assert (again.status_code, again.json()["error"]) == (401, "invalid_client")
        assert again.json()["error_description"] == "The assertion is not believed: replayed."


async def test_of_one_assertion_sent_many_times_at_once_one_is_believed(desk: SimpleNamespace) -> None:
    asked = form(proof())
    sent = [client.post("/token", data=asked) for client in (desk.client, desk.other) for _ in range(AT_ONCE // 2)]
    answers = [answer.status_code for answer in await asyncio.gather(*sent)]
    # One instance lets through five a second of one agency at once: what it stops is stopped as well.
    assert answers.count(200) == 1
    assert set(answers) <= {200, 401, 429}


async def test_two_agencies_may_have_the_same_id_of_an_assertion(desk: SimpleNamespace) -> None:
    for number, agency in ((1, "hospital"), (3, "police")):
        answer = await desk.client.post("/token", data=form(proof(number, agency, jti="1")))
        assert answer.status_code == 200


async def test_a_suspended_agency_gets_no_token_and_its_live_ones_are_refused(desk: SimpleNamespace) -> None:
    hospital, police = await token(desk.client), await token(desk.client, 3, "police")
    by, manager = desk.trust.signers["console"], ("business manager",)
    staff = bearer(minted(by, actor="person:manager", audience="intake", clock=WALL, roles=manager))
    said = {"reasons": "Their key was found on a laptop."}
    path = "/partners/hospital/{}"
    done = await desk.client.post(path.format("suspend"), json=said, headers={**staff, "Idempotency-Key": "1"})
    assert done.status_code == 202, done.text
    for client in (desk.client, desk.other):  # whichever instance it was said to
        refused = await client.get("/events", headers=bearer(hospital))
        assert (refused.status_code, refused.json()["type"]) == (401, "urn:cspr:problem:revoked")
        assert (await client.post("/token", data=form(proof()))).status_code == 401
        assert (await client.get("/events", headers=bearer(police))).status_code == 200
    again = await desk.client.post(path.format("resume"), json=said, headers={**staff, "Idempotency-Key": "2"})
    assert again.status_code == 202, again.text
    assert (await desk.client.get("/events", headers=bearer(hospital))).status_code == 200


async def test_while_the_partnership_s_file_cannot_be_read_there_are_no_tokens_for_now(
    desk: SimpleNamespace,
) -> None:
    asked, file = form(proof()), desk.folder / "partnership.toml"
    whole = file.read_text()
    file.write_text("not = [toml")
    answer = await desk.client.post("/token", data=asked)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    file.write_text(whole)
    assert (await desk.client.post("/token", data=asked)).status_code == 200  # it was not used up


async def test_a_key_that_is_taken_back_ends_its_tokens_and_not_the_other_key_s(desk: SimpleNamespace) -> None:
    old, new = await token(desk.client, 1), await token(desk.client, 2)
    partnership_file(desk.folder, {"hospital": [agency_key(2).text]})
    assert (await desk.client.get("/events", headers=bearer(old))).status_code == 401
    assert (await desk.client.get("/events", headers=bearer(new))).status_code == 200
    assert (await desk.client.post("/token", data=form(proof(1)))).status_code == 401
    assert (await desk.client.post("/token", data=form(proof(2)))).status_code == 200


async def test_one_who_asks_for_tokens_too_often_waits_and_no_other_agency(desk: SimpleNamespace) -> None:
    answers = [await desk.client.post("/token", data=form(proof())) for _ in range(12)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert (await desk.client.post("/token", data=form(proof(3, "police")))).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "unsupported_grant_type"),
        ({"client_assertion_type": "urn:example:other"}, 400, "invalid_request"),
        ({"audience": "publisher"}, 400, "invalid_target"),
        ({"client_assertion": ""}, 401, "invalid_client"),
        ({"client_assertion": "a.b.c"}, 401, "invalid_client"),
        ({"client_assertion": "x" * 9_000}, 413, None),
    ],
)
async def test_whatever_else_is_asked_is_refused_as_oauth_refuses(
    desk: SimpleNamespace, change: dict[str, str], status: int, error: str | None
) -> None:
    answer = await desk.client.post("/token", data=form(proof(), **change))
    assert (answer.status_code, answer.json().get("error")) == (status, error)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"\xff", b"grant_type=client_credentials&grant_type=password", b"&" * 99]
)
async def test_what_is_no_form_is_refused(desk: SimpleNamespace, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await desk.client.post("/token", content=body, headers=headers)).status_code == 400


async def test_a_refusal_is_logged_with_its_reason_and_nothing_of_the_assertion(desk: SimpleNamespace) -> None:
    sent = proof(aud="https://elsewhere.example/token")
    with capture_logs() as lines:
        await desk.client.post("/token", data=form(sent))
    assert [line["reason"] for line in lines if line["event"] == "identity.refused"] == ["wrong-audience"]
    assert sent[:20] not in str(lines)


async def test_what_is_past_is_swept_and_what_is_not_is_kept(desk: SimpleNamespace) -> None:
    pool = desk.service.log.pool
    await pool.execute("INSERT INTO agencies.used_assertion VALUES ('police', 'old', now() - interval '1 hour')")
    await token(desk.client)
    await token(desk.client)
    assert await pool.fetchval("SELECT count(*) FROM agencies.used_assertion") == 2


async def test_without_a_key_to_sign_with_there_are_no_tokens(desk: SimpleNamespace) -> None:
    assert not TokenDesk(desk.service, None, desk.folder / "partnership.toml", "http://intake/token", WALL).opens
