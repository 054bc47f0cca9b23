"""The journey of a report by hand: part by part, kept, checked, and in by intake's own door."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import Owner, owner
from tests.console.test_pages import words
from tests.console.test_reporting import AGENCIES, DRAFT, TYPED

pytestmark = pytest.mark.real
PARTS = {
    "who": ("source", "data.agency_aware_at"),
    "incident": ("data.harm", "data.la_code", "data.outline"),
    "child-0": ("data.children.0",),
}


@pytest.fixture
async def intake():
    async with owner("intake") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, intake: Owner) -> Console:
    return await make_console({"intake": intake.address})


async def look(console: Console, part: str = "", who: str = "person:officer") -> httpx.Response:
    path = f"/report-by-hand{'/' if part else ''}{part}?draft={DRAFT}"
    async with console.browser() as browser:
        return await browser.get(path, headers={"Cookie": f"you={who}"})


async def submit(
    console: Console, part: str, typed: dict[str, str], who: str = "person:officer"
) -> httpx.Response:
    told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"you={who}"}
    async with console.browser() as browser:
        return await browser.post(f"/report-by-hand/{part}?draft={DRAFT}", content=urlencode(typed), headers=told)


def of(part: str) -> dict[str, str]:
    return {name: value for name, value in TYPED.items() if name.startswith(PARTS[part])}


async def fill_in(console: Console, who: str = "person:officer") -> None:
    for part in PARTS:
        answer = await submit(console, part, of(part), who)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/report-by-hand?draft={DRAFT}")


async def test_a_report_is_put_in_part_by_part_and_sent_in_the_name_of_who_typed_it(console, intake):
    assert "Who reports it Not started" in words(await look(console))
    await fill_in(console)
    assert "Who reports it Done" in words(await look(console))
    check = words(await look(console, "check"))
    assert "Portsea General Hospital" in check or "hospital" in check
    assert "Rowan" in check and "Before it can be sent" not in check
    assert intake.asked == []

    intake.answers.append((200, {"receipt": "recorded", "case": CASE}))
    went = await submit(console, "check", {})

    ((path, headers, document),) = intake.asked
    assert (path, headers["actor"]) == ("/reports", "person:officer")
    assert (document["source"], document["id"]) == ("hospital", f"by-hand-{DRAFT}")
    assert document["data"]["children"] == [{"first_name": "Rowan", "date_of_birth_precision": "day"}]
    async with console.browser() as browser:
        shown = await browser.get(went.headers["location"])
        drafts = await browser.get("/drafts", headers={"Cookie": "you=person:officer"})
    assert f'href="/cases/{CASE}"' in shown.text
    assert f"report=by-hand-{DRAFT}&amp;agency=hospital" in shown.text
    assert "You have none." in words(drafts)


async def test_a_part_with_mistakes_is_kept_and_says_what_it_lacks(console):
    refused = await submit(console, "incident", {"data.outline": "Found unwell."})
    assert refused.status_code == 422
    assert '<a href="#data.harm">Choose: what happened to the child</a>' in refused.text
    assert "Found unwell." in (await look(console, "incident")).text
    check = await look(console, "check")
    assert f'<a href="/report-by-hand/incident?draft={DRAFT}#data.harm">' in check.text


async def test_nothing_is_sent_that_lacks_something(console, intake):
    assert (await submit(console, "check", {})).status_code == 422
    assert intake.asked == []


async def test_what_intake_refuses_leads_to_where_it_is_put_right(console, intake):
    await fill_in(console)
    wrong = {"pointer": "/data/children/0/first_name", "detail": "must not be blank"}
    intake.answers.append((422, {"detail": "no", "errors": [wrong]}))
    refused = await submit(console, "check", {})
    assert refused.status_code == 422
    where = f"/report-by-hand/child-0?draft={DRAFT}#data.children.0.first_name"
    assert f'<a href="{where}">must not be blank</a>' in refused.text


async def test_an_intake_that_is_away_loses_nothing(console, intake):
    await fill_in(console)
    intake.answers.append((503, "away"))
    assert "does not answer just now" in words(await submit(console, "check", {}))
    assert "Who reports it Done" in words(await look(console))


async def test_whoever_is_not_known_is_asked_before_it_is_sent_and_comes_back(console, intake):
    await fill_in(console, who="")
    asked = await submit(console, "check", {}, who="")
    back = httpx.URL(asked.headers["location"]).params["back"]
    assert (back, intake.asked) == (f"/report-by-hand/check?draft={DRAFT}", [])
    assert "Rowan" in words(await look(console, "check"))


async def test_a_report_that_somebody_began_is_nobody_elses(console):
    await fill_in(console)
    assert "Rowan" not in (await look(console, "child-0", "person:other")).text


async def test_what_is_typed_is_kept_quietly_and_found_among_the_drafts(console):
    quiet = await submit(console, "child-0", {**of("child-0"), "quietly": "yes"})
    assert (quiet.status_code, quiet.headers["draft"]) == (204, DRAFT)
    async with console.browser() as browser:
        drafts = await browser.get("/drafts", headers={"Cookie": "you=person:officer"})
    assert f'href="/report-by-hand?draft={DRAFT}"' in drafts.text


async def test_another_child_is_added_and_removed(console):
    await submit(console, "child-0", {**of("child-0"), "step": "another"})
    assert "Child 2" in words(await look(console))
    await submit(console, "child-1", {"data.children.1.first_name": "Ash"})
    await submit(console, "child-0", {"step": "remove"})
    assert "Child 2" not in words(await look(console))
    assert 'value="Ash"' in (await look(console, "child-0")).text


async def test_another_sites_form_and_a_part_that_is_none_are_not_taken(console, intake):
    for part in ("nothing", "child-3", "child-x"):
        assert (await look(console, part)).status_code == 404
        assert (await submit(console, part, {})).status_code == 404
    async with console.browser() as browser:
        headers = {"Origin": "https://elsewhere.example", "Content-Type": "application/x-www-form-urlencoded"}
        answer = await browser.post(f"/report-by-hand/check?draft={DRAFT}", content=b"", headers=headers)
    assert (answer.status_code, intake.asked) == (404, [])


async def test_without_intake_nobody_can_report_and_is_told(make_console: MakeConsole) -> None:
    console = await make_console()
    assert (await look(console)).status_code == 503
    assert "Intake does not answer" in words(await look(console, "who"))


async def test_agencies_and_authorities_are_chosen_by_name(console):
    page = (await look(console, "who")).text
    assert all(f"{name}</label>" in page for name in AGENCIES.values())
    assert re.search(r'<option value="E06000044">Portsmouth</option>', (await look(console, "incident")).text)
