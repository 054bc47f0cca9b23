"""Drafts: what somebody typed outlives a closed tab and an ended session, and is nobody else's."""

import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import pytest

from services.console.drafts import Drafts, Place
from services.console.typed import Sent
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE, MONDAY
from tests.console.owner import Owner, owner
from tests.console.story import whole_case
from tests.console.test_pages import without_postgres, words

pytestmark = pytest.mark.real
FORM = f"/work/intake/RecordNewInformation?case={CASE}"
TYPED = {
    "told_by": "ward-7",
    "received_at.day": "2026-01-05",
    "received_at.time": "08:30",
    "information": "Seen by a neighbour on Sunday.",
}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
PLACE = Place("/work/intake/RecordNewInformation", "Record new information", CASE)


@pytest.fixture
async def intake():
    async with owner("intake") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, intake: Owner) -> Console:
    console = await make_console({"intake": intake.address})
    await console.hears(whole_case())
    return console


async def ask(console: Console, path: str, who: str = "person:officer") -> httpx.Response:
    async with console.browser() as browser:
        return await browser.get(path, headers={"Cookie": f"you={who}"})


async def submit(
    console: Console, path: str, typed: dict[str, str], who: str = "person:officer"
) -> httpx.Response:
    told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"you={who}"}
    async with console.browser() as browser:
        return await browser.post(path, content=urlencode(typed), headers=told)


async def empty_form(console: Console) -> dict[str, str]:
    return dict(HIDDEN.findall((await ask(console, FORM)).text))


def link_to(page: httpx.Response) -> str:
    (link,) = re.findall(r'href="(/work/[^"]*\?draft=[^"]*)"', page.text)
    return link


async def test_what_was_saved_is_there_again_for_whoever_typed_it_and_for_nobody_else(console):
    saved = await submit(console, FORM, {**await empty_form(console), **TYPED, "step": "keep"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/drafts")
    mine = await ask(console, "/drafts")
    assert "1 draft" in words(mine) and "Record new information" in words(mine)

    assert TYPED["information"] in (await ask(console, link_to(mine))).text

    assert "You have none." in words(await ask(console, "/drafts", "person:other"))
    assert TYPED["information"] not in (await ask(console, link_to(mine), "person:other")).text
    assert "Go on with it" in words(await ask(console, FORM))
    assert "Go on with it" not in words(await ask(console, FORM, "person:other"))


async def test_what_is_kept_while_typing_is_answered_without_a_page(console):
    quietly = await submit(console, FORM, {**await empty_form(console), **TYPED, "quietly": "yes"})
    assert (quietly.status_code, quietly.content) == (204, b"")
    assert quietly.headers["draft"] in link_to(await ask(console, "/drafts"))


async def test_a_form_to_be_checked_is_a_draft_until_it_is_sent(console, intake):
    hidden = await empty_form(console)
    await submit(console, FORM, {**hidden, **TYPED})
    assert "1 draft" in words(await ask(console, "/drafts"))
    await submit(console, FORM, {**hidden, **TYPED, "step": "send"})
    assert len(intake.asked) == 1
    assert "You have none." in words(await ask(console, "/drafts"))


async def test_what_was_refused_stays_a_draft_with_its_key(console, intake):
    intake.answers.append((503, "away"))
    hidden = await empty_form(console)
    await submit(console, FORM, {**hidden, **TYPED, "step": "send"})
    again = (await ask(console, link_to(await ask(console, "/drafts")))).text
    assert hidden["key"] in again and TYPED["information"] in again


async def test_nothing_is_lost_when_a_session_has_ended(console, intake):
    """Who they are is asked for, and then the form stands there as they left it."""
    refused = await submit(console, FORM, {**await empty_form(console), **TYPED, "step": "send"}, who="")
    assert (refused.status_code, intake.asked) == (422, [])
    (sign,) = re.findall(r'href="(/you\?back=%2Fwork[^"]*)"', refused.text)
    back = httpx.URL(sign).params["back"]
    assert TYPED["information"] in (await ask(console, back)).text
    assert "1 draft" in words(await ask(console, "/drafts"))


async def test_whoever_acts_in_anothers_tab_keeps_a_draft_of_their_own(console):
    hidden = await empty_form(console)
    await submit(console, FORM, {**hidden, "information": "mine", "quietly": "yes"})
    other = await submit(console, FORM, {**hidden, "information": "theirs", "quietly": "yes"}, "person:other")
    assert other.headers["draft"] != hidden["draft"]
    assert ">\nmine</textarea>" in (await ask(console, link_to(await ask(console, "/drafts")))).text


async def test_a_draft_is_thrown_away_by_its_owner_alone(console):
    answer = await submit(console, FORM, {**await empty_form(console), **TYPED, "quietly": "yes"})
    path = f"/drafts/{answer.headers['draft']}/discard"
    await submit(console, path, {}, "person:other")
    assert "1 draft" in words(await ask(console, "/drafts"))
    assert (await submit(console, path, {})).status_code == 303
    assert "You have none." in words(await ask(console, "/drafts"))


async def test_what_was_typed_is_sealed_in_the_database(console):
    await submit(console, FORM, {**await empty_form(console), **TYPED, "quietly": "yes"})
    (row,) = await console.service.log.pool.fetch("SELECT * FROM log.draft")
    assert b"neighbour" not in row["box"] and "neighbour" not in repr({**row, "box": ""})


async def test_a_draft_is_bound_to_its_id_and_goes_after_thirty_days(console):
    drafts = Drafts(console.module.application)
    id_ = await drafts.keep(str(uuid4()), "person:a", PLACE, Sent({"x": "y"}))
    assert await drafts.opened(id_, "person:a") == Sent({"x": "y"})
    other = await drafts.keep("no id", "person:a", PLACE, Sent({"x": "z"}))
    swap = "UPDATE log.draft SET box = (SELECT box FROM log.draft WHERE id = $2) WHERE id = $1"
    await console.service.log.pool.execute(swap, id_, other)
    assert await drafts.opened(id_, "person:a") is None
    console.it_is(MONDAY + timedelta(days=31))
    await drafts.keep(str(uuid4()), "person:b", PLACE, Sent({}))
    assert await drafts.of("person:a") == []


@pytest.mark.parametrize("how", ["opened", "listed"])
async def test_a_draft_is_read_for_thirty_days_and_no_longer_where_nobody_types_after_it(console, how):
    drafts = Drafts(console.module.application)
    id_ = await drafts.keep(str(uuid4()), "person:a", PLACE, Sent({"x": "y"}))
    for days, there in ((30, True), (31, False)):
        console.it_is(MONDAY + timedelta(days=days))
        found = await (drafts.opened(id_, "person:a") if how == "opened" else drafts.of("person:a"))
        assert bool(found) == there
    assert await console.service.log.pool.fetchval("SELECT count(*) FROM log.draft") == 0


async def test_a_draft_from_when_its_id_was_typed_can_be_gone_on_with(make_console):
    """The field is hidden now: nobody could fill it in."""
    async with owner("publisher") as publisher:
        console = await make_console({"publisher": publisher.address})
        path = "/work/publisher/NamePersonToTell"
        typed = {"relation": "sibling", "name": "Rowan", "teller": "person:teller", "person": "", "in.case": CASE}
        drafts = Drafts(console.module.application)
        id_ = await drafts.keep("", "person:officer", Place(path, "Name person to tell", CASE), Sent(typed))

        opened = dict(HIDDEN.findall((await ask(console, f"{path}?draft={id_}")).text))
        assert UUID(opened["person"])

        checked = await submit(console, path, typed)
        assert "Check before you send" in words(checked)
        to_send = dict(HIDDEN.findall(checked.text))
        await submit(console, path, {**to_send, "step": "send"})
        ((_, _, document),) = publisher.asked
        assert document["person"] == to_send["person"]
        assert UUID(document["person"])


@pytest.mark.parametrize("draft", ["x", "", "%00", "c2bbc600-f0ae-48c1-99ed-5a140289e16d", "'; DROP TABLE"])
async def test_a_draft_that_is_not_there_is_an_empty_form(console, draft):
    page = await ask(console, f"{FORM}&draft={draft}")
    assert page.status_code == 200
    assert (await submit(console, f"/drafts/{draft or 'x'}/discard", {})).status_code == 303


async def test_a_case_that_is_no_reference_is_no_error_of_ours(console):
    for case in ("\x00", "a b", "x" * 500):
        path = f"/work/intake/RecordNewInformation?{urlencode({'case': case})}"
        assert (await ask(console, path)).status_code == 200
        refused = await submit(console, path, {**TYPED, "in.case": case})
        assert (refused.status_code, "This is not a reference" in words(refused)) == (422, True)


async def test_without_postgres_a_form_goes_on_and_says_that_no_draft_is_kept(console):
    hidden = await empty_form(console)
    await without_postgres(console, "gone")
    assert (await submit(console, FORM, {**hidden, **TYPED, "quietly": "yes"})).status_code == 503
    assert TYPED["information"] in (await submit(console, FORM, {**hidden, **TYPED, "step": "keep"})).text
    assert "Check before you send" in words(await submit(console, FORM, {**hidden, **TYPED}))
    assert (await ask(console, "/drafts")).status_code == 503
