"""Who came in, who was turned away, and who looked at what is in the console's audit log."""

from datetime import timedelta

import pytest

from shared.audit import asked
from shared.audit.asked import LAST, Looked
from tests.console.examples import CASE, MONDAY
from tests.console.people.conftest import Doorstep

pytestmark = pytest.mark.real


async def entries(door: Doorstep) -> list[Looked]:
    """The oldest first."""
    return list(reversed(await asked.entries(door.console.service.log, LAST, 100)))


async def test_signing_in_and_out_are_entries(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        await door.signs_in(browser, "?minutes=0")
        await door.submits(browser, "/sign-out", {})
    found = await entries(door)
    assert [each.note for each in found] == ["signed in", "proved anew", "signed out"]
    assert {(each.actor, each.outcome) for each in found} == {("person:m.ellis", "allowed")}
    assert [each.issuer for each in found[:2]] == ["council", "council"]


async def test_a_sign_in_that_fails_is_an_entry_with_its_rule(door: Doorstep) -> None:
    async with door.browser() as browser:
        assert (await browser.get("/sign-in/return?code=made-up&state=made-up")).status_code == 400
    [entry] = await entries(door)
    assert (entry.note, entry.outcome, entry.reason) == ("sign-in refused", "denied", "not-begun")
    assert (entry.actor, entry.address) == ("", "127.0.0.1")


async def test_whoever_asks_for_a_page_without_having_signed_in_is_an_entry(door: Doorstep) -> None:
    async with door.browser() as browser:
        assert (await browser.get(f"/cases/{CASE}")).status_code == 303
        assert (await browser.get("/duties.json")).status_code == 401
    found = await entries(door)
    assert [(each.outcome, each.reason, each.actor) for each in found] == [("denied", "not-signed-in", "")] * 2


async def test_a_form_that_is_not_ours_is_an_entry(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        assert (await browser.post("/sign-out", data={"form_token": "guessed"})).status_code == 403
    entry = (await entries(door))[-1]
    assert (entry.actor, entry.outcome, entry.reason) == ("person:m.ellis", "denied", "not-our-form")


async def test_a_page_is_an_entry_in_the_name_of_who_looked(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        assert (await browser.get("/cases?q=Kowalczyk")).status_code == 200
    entry = (await entries(door))[-1]
    assert (entry.actor, entry.action, entry.asked, entry.rows) == ("person:m.ellis", "GET /cases", ("q",), 0)


async def test_an_export_is_an_entry_with_how_many_rows_it_had(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        assert (await browser.get("/cases.csv")).status_code == 200
        door.console.it_is(MONDAY + timedelta(minutes=20))
        assert (await browser.get("/cases.csv")).status_code == 303
    exported, asked_again = (await entries(door))[-2:]
    assert (exported.action, exported.rows, exported.outcome) == ("GET /cases.csv", 0, "allowed")
    assert (asked_again.outcome, asked_again.reason) == ("denied", "prove-anew")


async def test_who_looked_is_for_whoever_answers_for_the_case(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        answer = await browser.get(f"/cases/{CASE}/who-looked")
        roles = (await entries(door))[-1]
    assert answer.status_code == 403
    assert (roles.action, roles.outcome, roles.reason) == (
        "GET /cases/{case}/who-looked",
        "denied",
        "not-your-case",
    )
