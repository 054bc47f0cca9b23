"""The list of cases: filters, order, pages, and the same as CSV."""

import csv
import io
import re
from uuid import UUID

import pytest

from services.console.export import as_csv
from services.console.views.found import PER_PAGE, FoundCase, Search
from shared.events.intake import CaseAssigned
from tests.console.conftest import Console
from tests.console.examples import MONDAY, NOTIFICATION, NOTIFY, REPORTED, arose, day
from tests.console.story import Story
from tests.console.test_pages import look, words

pytestmark = pytest.mark.real


def test_what_cannot_be_meant_is_left_out_of_a_search() -> None:
    asked = {"q": " 7f3a ", "page": "x", "owing": "money", "order": "'; DROP TABLE cases", "nonsense": "1"}
    assert Search.of(asked) == Search(q="7f3a")
    assert Search.of({"page": "-1"}) == Search.of({"page": "0"}) == Search()
    assert Search.of({"page": "3", "owing": "overdue"}) == Search(page=3, owing="overdue")


def test_an_address_says_all_that_was_asked_and_no_more() -> None:
    search = Search(q="A&B", owing="overdue", page=2)
    assert search.address() == "q=A%26B&owing=overdue&page=2"
    assert search.without("q") == "owing=overdue"
    assert Search().address() == ""


OTHER = REPORTED.model_copy(
    update={
        "reported_by": REPORTED.reported_by.model_copy(update={"agency": "hospital"}),
        "la_code": "E06000044",
    }
)


@pytest.fixture
async def three(console: Console) -> Console:
    """The first is class A and an officer's, the second is owed something, the third is another agency's."""
    first, second = Story("case-1"), Story("case-2")
    await console.hears(
        [
            first.said("intake", REPORTED, day(0)),
            first.said("intake", CaseAssigned(officer="person:officer", deputy=None), day(0)),
            first.said("intake", NOTIFY, day(0)),
            second.said("intake", REPORTED, day(1)),
            second.said("notifier", arose(NOTIFICATION, "notification", day(1), "ofsted"), day(1)),
            Story("case-3").said("intake", OTHER, day(2)),
        ]
    )
    return console


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["case-2", "case-3", "case-1"]),  # what is owed comes first, then the newest
        ("order=newest", ["case-3", "case-2", "case-1"]),
        ("order=oldest", ["case-1", "case-2", "case-3"]),
        ("agency=hospital", ["case-3"]),
        ("area=E06000044", ["case-3"]),
        ("owing=anything", ["case-2"]),
        ("owing=overdue", []),
        ("owing=nothing", ["case-3", "case-1"]),
        ("q=case-3", ["case-3"]),
        ("q=CASE-3", ["case-3"]),  # as it is read out
        ("q=case-", ["case-2", "case-3", "case-1"]),
        ("q=case-&order=oldest&owing=nothing", ["case-1", "case-3"]),
        ("q=case-&owing=anything", ["case-2"]),
        ("q=ase-3", []),  # the beginning, or the whole of the public one
        ("q=%25", []),  # no wildcard
        ("trigger_class=A", ["case-1"]),
        ("assigned_to=person:officer", ["case-1"]),
        ("assigned_to=person:officer&owing=anything", []),
        ("team=Duty+and+assessment", ["case-1"]),
        ("team=Duty+and+assessment&owing=anything", []),
        ("team=Nobody", []),
    ],
)
async def test_cases_are_found(three: Console, query: str, expected: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO((await look(three, f"/cases.csv?{query}")).text)))
    assert [row["subject"] for row in rows] == expected
    shown = (await look(three, f"/cases?{query}")).text
    assert re.findall(r'href="/cases/(case-\d)"', shown) == expected


async def test_a_filter_is_shown_as_a_chip_that_takes_it_away(three: Console) -> None:
    page = await look(three, "/cases?agency=hospital&order=newest")
    assert "Remove filter: Reported by: hospital" in words(page)
    assert 'href="/cases?order=newest"' in page.text


async def test_a_person_sees_their_own_cases_their_teams_and_all(three: Console) -> None:
    async with three.browser() as browser:
        page = await browser.get("/cases?team=Duty+and+assessment", headers={"Cookie": "you=person:m.ellis"})
    shown = words(page)
    assert "Mine Team: Duty and assessment All" in shown
    assert "Remove filter: Team: Duty and assessment" in shown
    assert 'href="/cases?assigned_to=person%3Am.ellis"' in page.text
    assert "Team:" not in words(await look(three, "/cases"))  # nobody said who they are


@pytest.mark.parametrize("order", ["due", "newest", "oldest"])
async def test_every_case_is_on_one_page_whichever_owe_something(console: Console, order: str) -> None:
    """What owes something ends in the middle of a page: none is left out there, and none told twice."""
    owing = [3, 9, 15, 29]  # each due on another day
    for number in range(32):
        told = Story(f"case-{number:03}")
        await console.hears([told.said("intake", REPORTED, day(number))])
        if number in owing:
            duty = arose(UUID(int=number), "notification", day(number), "ofsted")
            await console.hears([told.said("notifier", duty, day(number))])
    pages = [(await look(console, f"/cases?order={order}&page={n}")).text for n in (1, 2)]
    found = [int(number) for page in pages for number in re.findall(r'href="/cases/case-(\d+)"', page)]
    newest = [number for number in reversed(range(32)) if order != "due" or number not in owing]
    expected = {"due": [*owing, *newest], "newest": newest, "oldest": newest[::-1]}[order]
    assert found == expected
    assert all("32 cases" in page for page in pages)


async def test_a_long_list_has_pages(console: Console) -> None:
    for number in range(PER_PAGE + 1):
        await console.hears([Story(f"case-{number:03}").said("intake", REPORTED, MONDAY)])
    first, second = [(await look(console, f"/cases?page={n}")).text for n in (1, 2)]
    assert (first.count('scope="row"'), second.count('scope="row"')) == (PER_PAGE, 1)
    assert 'rel="next" href="/cases?page=2"' in first
    assert 'rel="prev" href="/cases?"' in second


def test_nothing_in_the_csv_is_run_as_a_formula() -> None:
    case = FoundCase(subject="case-1", opened_at=MONDAY, agency="=HYPERLINK(1)", harm="@x", next_due=None)
    (row,) = csv.DictReader(io.StringIO(as_csv([case])))
    assert (row["agency"], row["harm"]) == ("'=HYPERLINK(1)", "'@x")
