"""Who looked at a case, at the console and at each service, as one list that can be read to its end."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.console.who_looked import merged, subject
from shared.audit.asked import Looked
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE, REPORTED
from tests.console.neighbour import neighbour
from tests.console.story import Story
from tests.console.test_pages import words

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
NAMES = ("console", "intake")


def looked(service: str, number: int, minute: int, **more: Any) -> Looked:
    at = NINE + timedelta(minutes=minute)
    said = {"actor": f"person:p{number}", "action": "GET /cases/{case}/report", "outcome": "allowed", "case": CASE}
    return Looked(number=number, at=at, service=service, **{**said, **more})


def table(service: str, minutes: Sequence[int]) -> list[Looked]:
    """Entries numbered from 1 with these times; the newest number first, as a service tells them."""
    return [looked(service, number, minute) for number, minute in enumerate(minutes, start=1)][::-1]


def page(tables: dict[str, list[Looked]], before: dict[str, int], limit: int) -> Any:
    """What each tells when asked from there on, merged."""
    told = {
        name: [each for each in rows if each.number < before.get(name, 2**62)][:limit]
        for name, rows in tables.items()
    }
    return merged(told, before, NAMES, limit)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
def test_page_after_page_tells_each_entry_once(limit: int) -> None:
    """Also where a count of the minute before was noted after a read: its time is earlier than its place."""
    tables = {"console": table("console", [1, 4, 3, 9]), "intake": table("intake", [2, 3, 8, 7, 10])}
    found: list[tuple[str, int]] = []
    before: dict[str, int] = {}
    for _ in range(20):
        it = page(tables, before, limit)
        found += [(each.service, each.number) for each in it.entries]
        before = dict(it.older)
        if not before:
            break
    assert len(found) == len(set(found)) == 9


def test_the_newest_come_first() -> None:
    tables = {"console": table("console", [1, 4]), "intake": table("intake", [2, 8])}
    assert [each.at.minute for each in page(tables, {}, 50).entries] == [8, 4, 2, 1]


def test_a_service_that_does_not_tell_is_named_and_asked_again_from_where_it_was() -> None:
    it = merged({"console": table("console", [1, 2, 3])}, {"intake": 7}, NAMES, 2)
    assert (list(it.away), it.older["intake"]) == (["intake"], 7)


@pytest.mark.parametrize(
    ("action", "words_"),
    [
        ("GET /cases/{case}", "the case"),
        ("GET /cases", "cases"),
        ("GET /cases/{case}/report", "report"),
        ("GET /notifications/{case}/preview", "notifications, preview"),
        ("POST /cases/{case}/approve-erasure", "sent: approve erasure"),
        ("work Sender", "by itself: Sender"),
        ("GET", ""),
    ],
)
def test_what_was_looked_at_is_told_in_words(action: str, words_: str) -> None:
    assert subject(action) == words_


@pytest.fixture
async def told(make_console: MakeConsole) -> Any:
    """A console with one case, and an intake that noted two."""
    entries = [
        looked("intake", 2, 8, outcome="denied", reason="not-for-such", actor="agency:hospital"),
        looked("intake", 1, 3, opened=True, purpose="screening", actor="person:m.ellis", org="somerset"),
    ]
    async with neighbour(says=[each.model_dump(mode="json") for each in entries]) as address:
        console = await make_console({"intake": address})
        await console.hears([Story().said("intake", REPORTED, NINE)])
        yield console


@pytest.mark.real
async def test_the_page_tells_who_when_what_and_what_came_of_it(told: Console) -> None:
    async with told.browser() as browser:
        await browser.get(f"/cases/{CASE}/who-looked")
        page = words(await browser.get(f"/cases/{CASE}/who-looked"))
    assert "agency:hospital report intake refused: not for such" in page
    assert "person:m.ellis, somerset report (opened), for screening intake shown" in page
    assert "who looked console shown" in page  # the first look, just now


@pytest.mark.real
async def test_a_case_leads_to_who_looked_at_it(console: Console) -> None:
    await console.hears([Story().said("intake", REPORTED, NINE)])
    async with console.browser() as browser:
        page = await browser.get(f"/cases/{CASE}")
        assert f'href="/cases/{CASE}/who-looked"' in page.text
        assert "the case console shown" in words(await browser.get(f"/cases/{CASE}/who-looked"))


@pytest.mark.real
@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 40, "\u0663"])
async def test_what_is_no_number_of_an_entry_is_not_looked_at(told: Console, number: str) -> None:
    async with told.browser() as browser:
        params = {"before.console": number, "before.intake": number}
        answer = await browser.get(f"/cases/{CASE}/who-looked", params=params)
    assert answer.status_code == 200
    assert "report (opened), for screening" in words(answer)


@pytest.mark.real
async def test_the_csv_has_every_entry_and_tells_how_many_there_were(told: Console) -> None:
    async with told.browser() as browser:
        answer = await browser.get(f"/cases/{CASE}/who-looked.csv")
    assert answer.status_code == 200
    rows = answer.text.splitlines()
    assert rows[0].startswith("at,service,actor")
    assert len(rows) == 3
    noted = await told.service.log.pool.fetchval("SELECT entry FROM log.audit ORDER BY number DESC LIMIT 1")
    assert b'"rows":2' in noted


@pytest.mark.real
async def test_a_csv_from_which_something_is_missing_is_not_given(make_console: MakeConsole) -> None:
    console = await make_console({"intake": "http://127.0.0.1:9"})
    async with console.browser() as browser:
        assert (await browser.get(f"/cases/{CASE}/who-looked.csv")).status_code == 503
        page = words(await browser.get(f"/cases/{CASE}/who-looked"))
    assert "These do not answer just now: intake" in page
