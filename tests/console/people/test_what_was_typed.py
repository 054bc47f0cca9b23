"""What was typed outlives the session in which it was typed, for whoever typed it; and nothing is done with it."""

import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from services.console.session import FRESH_MINUTES, IDLE_MINUTES
from tests.console.conftest import MakeConsole
from tests.console.examples import CASE, MONDAY
from tests.console.owner import owner
from tests.console.people.conftest import Doorstep
from tests.console.people.issuing import FakeIssuer, file_of
from tests.console.story import whole_case
from tests.console.test_pages import words

pytestmark = pytest.mark.real
FORM = f"/work/intake/RecordNewInformation?case={CASE}"
TYPED = {
    "told_by": "ward-7",
    "received_at.day": "2026-01-05",
    "received_at.time": "08:30",
    "information": "Seen by a neighbour on Sunday.",
}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@pytest.fixture
async def owners():
    async with owner("intake") as intake, owner("publisher") as publisher:
        yield {"intake": intake, "publisher": publisher}


@pytest.fixture
async def door(make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path, owners) -> Doorstep:
    said = {"CSPR_IDENTITY": str(file_of(issuer, tmp_path))}
    console = await make_console({name: it.address for name, it in owners.items()}, said)
    await console.hears(whole_case())
    return Doorstep(console, issuer)


async def empty_form(browser: httpx.AsyncClient, path: str = FORM) -> dict[str, str]:
    hidden = dict(HIDDEN.findall((await browser.get(path)).text))
    assert len(hidden.pop("form_token")) == 64
    return hidden


async def test_what_was_sent_too_late_is_kept_for_whoever_typed_it_and_not_sent(door, owners):
    async with door.browser() as browser:
        await door.signs_in(browser)
        hidden = await empty_form(browser)
        door.console.it_is(MONDAY + timedelta(minutes=IDLE_MINUTES + 1))
        late = await door.submits(browser, FORM, {**hidden, **TYPED, "step": "send"})
        assert (late.status_code, owners["intake"].asked) == (422, [])
        assert "you come back here, and nothing is lost" in words(late)

        (to_sign_in,) = re.findall(r'href="(/you\?back=%2Fwork[^"]*)"', late.text)
        asked = await browser.get((await browser.get(to_sign_in)).headers["location"])
        (go,) = re.findall(r'href="(/sign-in/to/council[^"]*)"', asked.text)
        location = (await browser.get(go.replace("&amp;", "&"))).headers["location"]
        back = (await browser.get(door.issuer.grants(location))).headers["location"]
        assert TYPED["information"] in (await browser.get(back)).text


async def test_what_was_typed_too_late_is_nobody_elses_at_the_same_desk(door):
    async with door.browser() as browser:
        await door.signs_in(browser)
        hidden = await empty_form(browser)
        door.console.it_is(MONDAY + timedelta(minutes=IDLE_MINUTES + 1))
        await door.submits(browser, FORM, {**hidden, **TYPED, "quietly": "yes"})
        await door.signs_in(browser, sub="d.okafor")
        assert "You have none." in words(await browser.get("/drafts"))
        draft = f"/work/intake/RecordNewInformation?draft={hidden['draft']}"
        assert TYPED["information"] not in (await browser.get(draft)).text
        await door.signs_in(browser)
        assert "1 draft" in words(await browser.get("/drafts"))


async def test_a_copied_session_that_is_over_keeps_nothing(door):
    """What ended on purpose types no more: only what ran out at its own desk does."""
    async with door.browser() as browser:
        await door.signs_in(browser)
        hidden = await empty_form(browser)
        held = browser.cookies["session"]
        await door.submits(browser, "/sign-out", {})
        browser.cookies.set("session", held, domain="console.local")
        late = await door.submits(browser, FORM, {**hidden, **TYPED, "quietly": "yes"})
        assert late.status_code == 401
        assert await door.console.service.log.pool.fetchval("SELECT count(*) FROM log.draft") == 0


async def test_what_proves_the_browser_is_kept_in_no_draft(door):
    async with door.browser() as browser:
        await door.signs_in(browser)
        await door.submits(browser, FORM, {**await empty_form(browser), **TYPED, "quietly": "yes"})
        (link,) = re.findall(r'href="(/work/[^"]*\?draft=[^"]*)"', (await browser.get("/drafts")).text)
        assert (await browser.get(link)).text.count("form_token") == 1


async def test_a_report_is_made_public_only_after_one_has_shown_anew_who_one_is(door, owners):
    path = f"/work/publisher/ApprovePublication?case={CASE}"
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["press"])
        hidden = await empty_form(browser, path)
        typed = {"text_hash": "0" * 64, "publish_on": "2026-03-02"}
        checked = await door.submits(browser, path, {**hidden, **typed})
        to_send = dict(HIDDEN.findall(checked.text))
        del to_send["form_token"]
        door.console.it_is(MONDAY + timedelta(minutes=FRESH_MINUTES + 1))
        asked = await door.submits(browser, path, {**to_send, "step": "send"})
        assert (asked.status_code, owners["publisher"].asked) == (303, [])
        assert asked.headers["location"].startswith(
            "/sign-in?minutes=15&back=%2Fwork%2Fpublisher%2FApprovePublication"
        )
        back = httpx.URL(asked.headers["location"]).params["back"]
        await door.signs_in(browser, f"?minutes=15&back={back}", groups=["press"])
        again = await empty_form(browser, back)
        assert again["key"] == hidden["key"]
        await door.submits(browser, path, {**to_send, "step": "send"})
        ((_, headers, _),) = owners["publisher"].asked
        assert headers["actor"] == "person:m.ellis"
