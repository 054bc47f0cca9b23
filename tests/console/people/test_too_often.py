"""Whoever asks too often is told to wait, and nobody else waits for them (0096)."""

from pathlib import Path

import pytest

from services.console.people.door import RENEWED
from tests.console.conftest import MakeConsole
from tests.console.people.conftest import Doorstep
from tests.console.people.issuing import FakeIssuer, file_of
from tests.console.people.test_noted import entries


@pytest.fixture
async def door(make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path) -> Doorstep:
    """One request at once, and then one in ten seconds."""
    said = {"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file_of(issuer, tmp_path))}
    return Doorstep(await make_console(said={**said, "CSPR_REQUESTS_PER_SECOND": "0.1"}), issuer)


async def test_a_person_who_asks_too_often_is_told_when_to_come_again(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        assert (await browser.get("/cases")).status_code == 200
        again = await browser.get("/cases")
    assert (again.status_code, again.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert int(again.headers["Retry-After"]) in (9, 10)  # in whole seconds, and a little of the first may be over
    assert "asking too often" in again.text
    entry = (await entries(door))[-1]
    assert (entry.actor, entry.outcome, entry.reason) == ("person:m.ellis", "denied", "too-many")


async def test_what_is_read_as_data_is_refused_as_a_problem(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        assert (await browser.get("/duties.json")).status_code == 200
        again = await browser.get("/duties.json")
    assert (again.status_code, again.headers["content-type"]) == (429, "application/problem+json")
    assert again.json()["type"].endswith("too-many")
    assert "Retry-After" in again.headers


async def test_pages_that_renew_themselves_use_up_nothing_of_their_readers(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        renewed = [await browser.get("/cases", headers={RENEWED: "1"}) for _ in range(2)]
        assert [each.status_code for each in renewed] == [200, 429]
        assert (await browser.get("/cases")).status_code == 200


async def test_a_persons_flood_is_paid_by_nobody_else_and_the_way_out_is_open(door: Doorstep) -> None:
    async with door.browser() as flooding, door.browser() as another:
        await door.signs_in(flooding)
        await door.signs_in(another, sub="another", preferred_username="a.other")
        for _ in range(3):
            last = await flooding.get("/cases")
        assert last.status_code == 429
        assert (await another.get("/cases")).status_code == 200
        assert (await flooding.get("/console.css")).status_code == 200
        assert (await door.submits(flooding, "/sign-out", {})).status_code == 200
        assert (await flooding.get("/cases")).status_code == 303
