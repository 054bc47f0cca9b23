"""The calendar's page: what a holiday would move is shown before anybody confirms it."""

from typing import Any

import httpx
import pytest

from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import Owner, owner
from tests.console.test_pages import words

pytestmark = pytest.mark.real
NOW = {
    "calendars": [
        {"place": "england-and-wales", "version": "v1", "covers_from": "2012-01-01", "covers_to": "2028-12-31"}
    ],
    "proclaimed": [],
    "proposed": [
        {
            "place": "england-and-wales",
            "day": "2026-01-08",
            "name": "A coronation",
            "proposed_by": "person:a",
            "proposed_at": "2026-01-05T09:00:00Z",
        }
    ],
}
MOVED = {
    "duty": "00000000-0000-0000-0000-000000000001",
    "subject": CASE,
    "rule": "notification",
    "owed_to": "national-panel",
    "due_on": "2026-01-13",
    "would_be_due_on": "2026-01-14",
}


@pytest.fixture
async def intake():
    async with owner("intake") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, intake: Owner) -> Console:
    return await make_console({"intake": intake.address})


async def look(console: Console, query: str = "") -> httpx.Response:
    async with console.browser() as browser:
        return await browser.get(f"/calendar{query}")


def answers(*moved: dict[str, Any]) -> list[tuple[int, Any]]:
    return [(200, NOW), (200, list(moved))]


async def test_what_would_move_is_shown_with_both_dates_before_it_is_proposed(console, intake):
    intake.answers = answers(MOVED)
    page = await look(console, "?day=2026-01-08&place=england-and-wales")
    shown = words(page)
    assert "If Thu 8 Jan 2026 became a holiday 1 duty would be due later" in shown
    assert "Tue 13 Jan 2026 Wed 14 Jan 2026 Notify of the serious incident" in shown
    assert "place=england-and-wales&amp;day=2026-01-08" in page.text
    assert "Propose this holiday" in shown
    asked = [dict(httpx.URL(path).params) for path, _, _ in intake.asked if "moved-by-holiday" in path]
    assert asked == [{"place": "england-and-wales", "day": "2026-01-08"}]


async def test_a_service_that_does_not_tell_is_named_for_more_may_move(console, intake):
    intake.answers = answers()
    shown = words(await look(console, "?day=2026-01-08"))
    assert "Notifier, Reviews, Publisher do not answer just now: more may move." in shown
    assert "no date would move" in shown


async def test_what_was_proposed_leads_to_its_preview_and_to_the_second_person(console, intake):
    intake.answers = answers()
    page = await look(console)
    assert "A coronation England and Wales person:a, Mon 5 Jan 2026, 09:00" in words(page)
    for action in ("approve", "drop"):
        assert f"{action}_holiday" in page.text
    assert "moved-by-holiday" not in str(intake.asked)


@pytest.mark.parametrize("day", ["x", "2026-02-30", "%00"])
async def test_a_day_that_there_is_not_is_told(console, intake, day):
    intake.answers = answers()
    page = await look(console, f"?day={day}")
    assert (page.status_code, "Enter the day of the holiday" in words(page)) == (422, True)


async def test_without_intake_the_page_says_so(make_console: MakeConsole) -> None:
    shown = words(await look(await make_console()))
    assert "Intake, which keeps the calendar, does not answer just now." in shown
