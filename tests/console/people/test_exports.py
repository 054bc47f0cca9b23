"""Files of many cases, asked for and approved in the console by people who are signed in."""

import csv
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from services.console.views.found import PER_PAGE
from shared.audit import asked as audit
from shared.audit.asked import LAST
from shared.events.intake import CaseAssigned
from tests.console.examples import MONDAY, REPORTED, day
from tests.console.people.conftest import Doorstep
from tests.console.story import Story
from tests.console.test_pages import words

pytestmark = pytest.mark.real
ELSEWHERE = REPORTED.model_copy(update={"la_code": "E06000044"})
MANY = PER_PAGE + 1
HERE = "area=E06000045"


@pytest.fixture
async def busy(door: Doorstep) -> Doorstep:
    """One case more in this area than stand on a page, and one in another."""
    here = (Story(f"case-{number:03}").said("intake", REPORTED, day(0)) for number in range(MANY))
    await door.console.hears([*here, Story("case-elsewhere").said("intake", ELSEWHERE, day(0))])
    return door


@asynccontextmanager
async def two_managers(door: Doorstep) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """Signed in, each in their own browser: b.manners, who asks for files here, and c.okoye."""
    async with door.browser() as one, door.browser() as two:
        await door.signs_in(one, sub="b.manners", groups=["managers"])
        await door.signs_in(two, sub="c.okoye", groups=["managers"])
        yield one, two


async def asks(door: Doorstep, browser: httpx.AsyncClient, search: str = HERE) -> str:
    """The address of what was asked for."""
    page = await browser.get(f"/exports?{search}")
    assert page.status_code == 200
    (export,) = re.findall(r'name="export" value="([^"]+)"', page.text)
    (filters,) = re.findall(r'name="filters" value="([^"]*)"', page.text)
    typed = {"export": export, "filters": filters, "purpose": "For the inspection in May."}
    answer = await door.submits(browser, "/exports", typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/exports/{export}")
    return f"/exports/{export}"


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_many_cases_leave_when_two_people_have_said_so(busy: Doorstep) -> None:
    async with two_managers(busy) as (one, two):
        straight = await one.get(f"/cases.csv?{HERE}")
        assert (straight.status_code, straight.headers["location"]) == (303, f"/exports?{HERE}")
        export = await asks(busy, one)
        early = await one.get(f"{export}/cases.csv")
        assert (early.status_code, "Another person has not approved it yet" in words(early)) == (409, True)
        board = words(await two.get("/waiting?group=signature"))
        assert "Say whether person:b.manners may take many cases away as a file" in board
        seen = words(await two.get(export))
        assert "For the inspection in May." in seen and "Area: E06000045" in seen
        assert (await busy.submits(two, f"{export}/approve", {})).status_code == 303
        assert "may take many cases" not in words(await two.get("/waiting?group=signature"))
        found = rows(await one.get(f"{export}/cases.csv"))
        assert {row["subject"] for row in found} == {f"case-{number:03}" for number in range(MANY)}
        stolen = await two.get(f"{export}/cases.csv")
        assert (stolen.status_code, "Only whoever asked" in words(stolen)) == (409, True)
    entries = list(reversed(await audit.entries(busy.console.service.log, LAST, 100)))
    taken = [each for each in entries if each.action == "GET /exports/{export}/cases.csv" and each.rows]
    assert [(each.actor, each.rows, each.outcome) for each in taken] == [("person:b.manners", MANY, "allowed")]


async def test_nobody_approves_what_they_asked_for_themselves(busy: Doorstep) -> None:
    async with busy.browser() as one:
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        export = await asks(busy, one)
        assert "Approve it" not in words(await one.get(export))
        refused = await busy.submits(one, f"{export}/approve", {})
        assert (refused.status_code, "another person decides" in words(refused)) == (409, True)


async def test_what_is_approved_is_fetched_until_the_end_of_the_next_working_day(busy: Doorstep) -> None:
    async with two_managers(busy) as (one, two):
        export = await asks(busy, one)
        await busy.submits(two, f"{export}/approve", {})
        assert "until the end of Tue 6 Jan 2026" in words(await one.get(export))
        busy.console.it_is(MONDAY + timedelta(days=2))
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        over = await one.get(f"{export}/cases.csv")
        assert (over.status_code, "are over" in words(over)) == (409, True)


async def test_what_is_declined_says_so_and_stays(busy: Doorstep) -> None:
    async with two_managers(busy) as (one, two):
        export = await asks(busy, one)
        unsaid = await busy.submits(two, f"{export}/decline", {"reasons": " "})
        assert (unsaid.status_code, "Enter why it is not to leave" in words(unsaid)) == (422, True)
        declined = await busy.submits(two, f"{export}/decline", {"reasons": "Figures are enough."})
        assert declined.status_code == 303
        assert "Declined by person:c.okoye" in words(await one.get(export))
        assert (await one.get(f"{export}/cases.csv")).status_code == 409


async def test_what_another_asked_for_is_listed_for_whoever_decides_as_long_as_it_can_be_stopped(
    busy: Doorstep,
) -> None:
    async with two_managers(busy) as (one, two):
        export = await asks(busy, one)
        await busy.submits(two, f"{export}/approve", {})
        assert f'href="{export}"' in (await two.get("/exports")).text
        busy.console.it_is(MONDAY + timedelta(days=2))  # the day after the last on which it may be fetched
        await busy.signs_in(two, sub="c.okoye", groups=["managers"])
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        assert f'href="{export}"' not in (await two.get("/exports")).text
        assert f'href="{export}"' in (await one.get("/exports")).text, "one's own stays"


@pytest.mark.parametrize("groups", [["caseworkers"], ["auditors"]])
async def test_what_waits_to_be_overseen_is_on_no_board_of_whoever_may_not(
    busy: Doorstep, groups: list[str]
) -> None:
    async with busy.browser() as one, busy.browser() as other:
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        await asks(busy, one)
        await busy.signs_in(other, groups=groups)
        for page in ("/", "/waiting?group=signature"):
            shown = await other.get(page)
            assert (shown.status_code, "many cases away as a file" in words(shown)) == (200, False), page
            assert "many cases away as a file" in words(await one.get(page)), page


async def test_only_whoever_oversees_decides_and_nobody_else_sees_what_was_asked(busy: Doorstep) -> None:
    async with busy.browser() as one, busy.browser() as worker:
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        await busy.signs_in(worker)
        export = await asks(busy, one)
        assert (await busy.submits(worker, f"{export}/approve", {})).status_code == 403
        assert (await busy.submits(worker, f"{export}/decline", {"reasons": "r"})).status_code == 403
        for path in (export, f"{export}/cases.csv"):
            assert (await worker.get(path)).status_code == 404
        assert "person:b.manners" not in words(await worker.get("/exports"))


async def test_a_file_holds_only_what_whoever_asked_may_see(busy: Doorstep) -> None:
    """Approved by somebody who sees all, it is still the asker's: of cases that are closed to them it has none."""
    closed = Story("case-closed")
    assigned = CaseAssigned(officer="person:somebody.else", deputy=None)
    await busy.console.hears([closed.said("intake", REPORTED, day(1)), closed.said("intake", assigned, day(1))])
    async with busy.browser() as worker, busy.browser() as two:
        await busy.signs_in(worker)
        await busy.signs_in(two, sub="c.okoye", groups=["managers"])
        export = await asks(busy, worker)
        await busy.submits(two, f"{export}/approve", {})
        found = {row["subject"] for row in rows(await worker.get(f"{export}/cases.csv"))}
    assert found == {f"case-{number:03}" for number in range(MANY)}


async def test_as_data_no_more_cases_are_given_than_stand_on_a_page(busy: Doorstep) -> None:
    async with busy.browser() as one:
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        assert len((await one.get("/cases.json")).json()) == PER_PAGE < MANY


@pytest.mark.parametrize("purpose", ["", "  \n"])
async def test_nobody_asks_without_saying_what_for(busy: Doorstep, purpose: str) -> None:
    async with busy.browser() as one:
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        id_ = "00000000-0000-0000-0000-000000000007"
        answer = await busy.submits(one, "/exports", {"export": id_, "filters": HERE, "purpose": purpose})
        assert (answer.status_code, "Enter what the file is needed for" in words(answer)) == (422, True)
        assert (await one.get(f"/exports/{id_}")).status_code == 404


async def test_a_page_of_cases_takes_one_person(busy: Doorstep) -> None:
    async with busy.browser() as one:
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        assert len(rows(await one.get("/cases.csv?area=E06000044"))) == 1
        assert "These as CSV" in words(await one.get("/cases?area=E06000044"))
        assert "Ask for these as CSV" in words(await one.get(f"/cases?{HERE}"))


async def test_what_is_approved_and_fetched_is_asked_for_by_somebody_who_has_just_shown_who_they_are(
    busy: Doorstep,
) -> None:
    async with two_managers(busy) as (one, two):
        export = await asks(busy, one)
        busy.console.it_is(MONDAY + timedelta(minutes=20))
        approved = await busy.submits(two, f"{export}/approve", {})
        assert approved.headers["location"].startswith("/sign-in?minutes=15")
        assert "Waits for another person" in words(await two.get(export))
        fetched = await one.get(f"{export}/cases.csv")
        assert fetched.headers["location"].startswith("/sign-in?minutes=15")


@pytest.mark.parametrize("name", ["7", "00000000-0000-0000-0000-000000000009"])
async def test_what_nobody_asked_for_is_nothing(busy: Doorstep, name: str) -> None:
    async with busy.browser() as one:
        await busy.signs_in(one, sub="b.manners", groups=["managers"])
        assert (await one.get(f"/exports/{name}")).status_code == 404
        assert (await one.get(f"/exports/{name}/cases.csv")).status_code == 404
        for decided in ("approve", "decline"):
            answer = await busy.submits(one, f"/exports/{name}/{decided}", {"reasons": "r"})
            assert answer.status_code == 404
