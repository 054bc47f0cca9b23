"""The views on PostgreSQL: the same rows whatever the order of arrival, and the same when rebuilt."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from services.console.owed import owed
from services.console.views import cases, timeline
from shared import views
from shared.calendar import london_date
from shared.duties import board
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import (
    CASE,
    MONDAY,
    NOTIFICATION,
    PUBLICATION,
    RAPID,
    REPORTED,
    arose,
    day,
    duty_of,
    met,
)
from tests.console.story import Story, whole_case

pytestmark = pytest.mark.real


async def live_hashes(console: Console) -> dict[str, str]:
    async with console.service.log.pool.acquire() as connection:
        return await views.hashes(connection, "views")


@pytest.fixture
def shuffled() -> Iterator[list]:
    def orders() -> Iterator[list]:
        for seed in range(4):
            events = list(whole_case())
            random.Random(seed).shuffle(events)
            yield events

    return orders()


async def test_any_order_of_arrival_gives_the_same_rows(make_console: MakeConsole, shuffled) -> None:
    straight = await make_console()
    await straight.hears(whole_case())
    expected = await live_hashes(straight)
    for events in shuffled:
        other = await make_console()
        await other.hears(events)
        assert await other.service.log.pool.fetchval("SELECT count(*) FROM parked") == 0
        assert await live_hashes(other) == expected


async def test_what_is_heard_twice_changes_nothing(console: Console) -> None:
    await console.hears(whole_case())
    once = await live_hashes(console)
    await console.hears(whole_case())
    assert await live_hashes(console) == once


async def test_rebuilt_is_the_same(console: Console) -> None:
    await console.hears(whole_case())
    before = await live_hashes(console)
    async with console.service.log.pool.acquire() as connection:
        await views.rebuild(console.service, connection)
    assert await live_hashes(console) == before


async def test_a_case_is_one_row_with_what_was_reported(console: Console) -> None:
    await console.hears(whole_case())
    (row,) = await cases.newest(console.service.log.pool)
    assert (row.reference, row.agency, row.la_code, row.harm, row.children, row.trigger_class) == (
        *("7F3A9C21", "police", "E06000045"),
        *("serious harm", 2, "A"),
    )
    assert (row.opened_at, row.public_reference) == (MONDAY, "PM-2026-01")
    assert await cases.one(console.service.log.pool, "unknown") is None


async def test_the_newest_case_comes_first(console: Console) -> None:
    for number in range(3):
        await console.hears([Story(f"case-{number}").said("intake", REPORTED, day(number))])
    found = await cases.newest(console.service.log.pool)
    assert [row.subject for row in found] == ["case-2", "case-1", "case-0"]


async def test_duties_of_all_services_are_on_one_board_the_overdue_first(console: Console) -> None:
    told = Story()
    later = arose(PUBLICATION, "practice-review", day(0).date(), "public")
    gone = arose(NOTIFICATION, "notification", day(0), "ofsted")
    soon = arose(RAPID, "rapid-review", day(0), "national-panel")
    done = arose(NOTIFICATION, "notification", day(0), "national-panel")
    await console.hears(
        [
            told.said("publisher", later, day(0)),
            told.said("reviews", soon, day(0)),
            *(told.said("notifier", event, day(0)) for event in (gone, done)),
            told.said("notifier", met(NOTIFICATION, "national-panel", day(1)), day(1)),
        ]
    )
    rows = await board.outstanding(console.service.log.pool)
    today = london_date(MONDAY + timedelta(days=14))
    found = owed(reversed(rows), today, str)
    assert [(it.row.rule, it.band) for it in found] == [
        ("notification", "overdue"),
        ("rapid-review", "later"),
        ("practice-review", "later"),
    ]
    assert duty_of(NOTIFICATION, "national-panel") not in {it.row.duty for it in found}


async def test_the_timeline_tells_every_event_by_time_and_nothing_sealed(console: Console) -> None:
    events = list(whole_case())
    random.Random(1).shuffle(events)
    await console.hears(events)
    entries = timeline.entries(await console.service.log.about(CASE), str)
    assert len(entries) == len(events)
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert (entries[0].what, entries[0].particulars) == ("Incident reported", "serious harm, 2 children")
    assert not any("box" in entry.model_dump_json() or "c2Vh" in entry.particulars for entry in entries)
