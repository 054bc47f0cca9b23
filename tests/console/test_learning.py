"""The learning page: where each action stands, as a picture and as the same in a table."""

import json
from typing import Any

import httpx
import pytest

from services.console.learning_facts import STATES, Glance
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import API, Owner, owner
from tests.console.test_pages import words

LINE = {
    "name": "Hidden adults",
    "actions": 4,
    "overdue": 1,
    "reopened": 2,
    "states": {"verified": 3, "proposed": 1},
}
ACTION = {
    "subject": CASE,
    "action": "a1",
    "recommendation": "r1",
    "owner": "Portsea General Hospital",
    "due_on": "2026-03-02",
    "overdue": True,
    "themes": ["Hidden adults"],
    "state": "re-opened",
    "reopened": 1,
    "reopened_because": "an audit found it not to hold",
}
RECURRENCE = {
    "finding": "f2",
    "theme": "Hidden adults",
    "earlier_case": CASE,
    "earlier_finding": "f1",
    "earlier_found_on": "2025-05-01",
    "grounds": ["the same theme"],
    "state": "suspected",
}


def test_a_bar_is_as_long_as_its_share_and_in_the_order_of_the_states() -> None:
    parts = Glance.model_validate(LINE).bar(8)
    assert [(part.state, part.start, part.length, part.actions) for part in parts] == [
        ("proposed", 0.0, 12.5, 1),
        ("verified", 12.5, 37.5, 3),
    ]
    assert Glance.model_validate({**LINE, "states": {}}).bar(0) == []


def test_every_state_that_reviews_knows_has_its_place() -> None:
    document = json.loads((API / "reviews.openapi.json").read_text())
    (asked,) = (
        each for each in document["paths"]["/learning/actions"]["get"]["parameters"] if each["name"] == "state"
    )
    known = next(each["enum"] for each in asked["schema"]["anyOf"] if "enum" in each)
    assert sorted(known) == sorted(STATES)


@pytest.fixture
async def reviews():
    async with owner("reviews") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, reviews: Owner) -> Console:
    return await make_console({"reviews": reviews.address})


def answers(*actions: dict[str, Any], more: str | None = None) -> list[tuple[int, Any]]:
    return [
        (200, [LINE]),
        (200, {"actions": list(actions), "next": more}),
        (200, {"findings": [RECURRENCE], "next": None}),
    ]


async def look(console: Console, query: str = "") -> httpx.Response:
    async with console.browser() as browser:
        return await browser.get(f"/learning{query}")


@pytest.mark.real
async def test_the_picture_and_the_table_tell_the_same(console, reviews):
    reviews.answers = answers(ACTION)
    page = await look(console)
    shown = words(page)
    assert "Hidden adults 4 actions 1 3 1 2" in shown
    assert page.text.count("<rect") == 2 + 2  # two parts of the bar, and two keys
    assert "Re-opened re-opened 1 time: an audit found it not to hold Portsea General Hospital" in shown
    assert "1 finding that may be earlier ones again" in shown


@pytest.mark.real
async def test_the_list_is_filtered_and_paged_and_its_address_can_be_shared(console, reviews):
    reviews.answers = answers(ACTION, more="2026-03-02~x")
    page = await look(console, "?by=owner&state=verified&theme=Hidden+adults&overdue=true&owner=%00&after=x")
    asked = {httpx.URL(path).path: dict(httpx.URL(path).params) for path, _, _ in reviews.asked}
    assert asked["/learning/at-a-glance"] == {"by": "owner"}
    assert asked["/learning/actions"] == {"state": "verified", "theme": "Hidden adults", "overdue": "true"}
    assert "after=2026-03-02~x" in page.text
    assert "Remove filter: State: verified" in words(page)


@pytest.mark.real
async def test_without_reviews_the_page_says_so(make_console: MakeConsole) -> None:
    page = await look(await make_console())
    assert (page.status_code, "Reviews, which keeps it, does not answer" in words(page)) == (503, True)
