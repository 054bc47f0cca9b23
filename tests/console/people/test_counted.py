"""Counts on pages are of what whoever looks may see; figures are of every case, and tell of no single one."""

import csv
import io
import re
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from shared.events.base import Recorded
from shared.events.need import ConflictDeclared
from shared.sealed import Sealed
from tests.console.conftest import Console
from tests.console.examples import BY, NOTIFY, OPENED, REPORTED, arose
from tests.console.people.conftest import Doorstep
from tests.console.story import Story

pytestmark = pytest.mark.real
REPORTED_AT = datetime(2026, 6, 29, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
OPEN, HIDDEN = "0pen0000-0000-4000-8000-000000000001", "h1dden00-0000-4000-8000-000000000002"
KEPT_OUT = ConflictDeclared(
    conflict=UUID(int=2), person="person:m.ellis", kind="other", reason=Sealed(key=HIDDEN, box="00")
)
PAGES = (
    *("/", "/?seen=nobody", "/waiting", "/waiting?group=undated", "/cases", "/cases?owing=anything"),
    *("/cases?owing=nothing", "/duties.json"),
)
_PASSES = re.compile(r' data-live="[^"]*"|<input type="hidden" name="form_token"[^>]*>')


def told(case: str, area: str, agency: str, number: int) -> list[Recorded]:
    """Reported, decided and owed to two, none of whom was told."""
    story, by = Story(case), BY.model_copy(update={"agency": agency})
    reported = REPORTED.model_copy(update={"la_code": area, "reported_by": by})
    opened = OPENED.model_copy(update={"notification": UUID(int=number)})
    found = [story.said("intake", event, REPORTED_AT) for event in (reported, NOTIFY)]
    found.append(story.said("notifier", opened, REPORTED_AT, after=["intake"]))
    for owed_to in ("national-panel", "integrated-care-board"):
        owed = arose(UUID(int=number), "notification", REPORTED_AT, owed_to)
        found.append(story.said("notifier", owed, REPORTED_AT, after=["intake"]))
    undecided = Story(f"{case[:-1]}9")
    return [*found, undecided.said("intake", reported, REPORTED_AT)]


async def kept_out_of(console: Console, case: str) -> None:
    story = Story(case, {"intake": 2 if case == HIDDEN else 1})
    said = KEPT_OUT.model_copy(update={"conflict": UUID(int=len(case) + int(case[-1]))})
    await console.hears([story.said("intake", said, REPORTED_AT)])


async def pages(browser: httpx.AsyncClient) -> dict[str, str]:
    found = {path: await browser.get(path) for path in PAGES}
    assert {path for path, page in found.items() if page.status_code != 200} == set()
    return {path: _PASSES.sub("", page.text) for path, page in found.items()}


async def test_every_list_chip_and_count_is_as_if_a_case_that_is_closed_were_not_there(door: Doorstep) -> None:
    door.console.it_is(NOW)
    await door.console.hears(told(OPEN, "E06000045", "police", 11))
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["managers"])
        before = await pages(browser)
        assert OPEN[:8] in before["/"] and OPEN[:8] in before["/cases"]
        await door.console.hears(told(HIDDEN, "E06000046", "hospital", 12))
        assert await pages(browser) != before, "one more case is seen"
        await kept_out_of(door.console, HIDDEN)
        await kept_out_of(door.console, f"{HIDDEN[:-1]}9")
        after = await pages(browser)
        assert {path for path, page in after.items() if page != before[path]} == set()


async def reported(browser: httpx.AsyncClient, **asked: str) -> str:
    page = await browser.get("/statistics.csv", params=asked)
    assert page.status_code == 200
    (number,) = {row["number"] for row in csv.DictReader(io.StringIO(page.text)) if row["label"] == "Serious harm"}
    return number


async def test_figures_stay_whole_and_tell_no_small_number_to_whoever_is_kept_out_of_a_case(
    door: Doorstep,
) -> None:
    door.console.it_is(NOW)
    await door.console.hears([*told(OPEN, "E06000045", "police", 11), *told(HIDDEN, "E06000046", "hospital", 12)])
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["managers"])
        assert await reported(browser) == "4"
        days = {"from": "2026-06-01", "until": "2026-06-30"}
        assert await reported(browser, **days) == "4"
        await kept_out_of(door.console, HIDDEN)
        assert (await reported(browser), await reported(browser, version="internal")) == ("c", "c")
        page = await browser.get("/statistics")
        assert "Some cases are closed to you" in page.text and ">Internal<" not in page.text
        for kind in ("", ".json", ".csv", ".pdf"):
            refused = await browser.get(f"/statistics{kind}", params=days)
            assert refused.status_code == 422, kind
            assert "some cases are closed to you" in refused.text


async def test_whoever_scrutinises_reads_the_figures_for_the_public(door: Doorstep) -> None:
    """Cases that nobody let them in to are closed to them; the authority's figures are what they are there for."""
    door.console.it_is(NOW)
    await door.console.hears(told(OPEN, "E06000045", "police", 11))
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["scrutineers"])
        assert await reported(browser) == "c"
        assert (await browser.get("/report")).status_code == 200


async def test_whoever_may_not_count_has_no_figures(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["caseworkers"])
        for path in ("/report", "/statistics", "/report.csv", "/statistics.pdf"):
            assert (await browser.get(path)).status_code == 403, path
