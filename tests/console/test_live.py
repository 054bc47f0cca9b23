"""Pages that renew themselves: what is heard is told to whoever looks, once, wherever it was heard."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from services.console.changes import Changes
from tests.console.conftest import Console
from tests.console.examples import CASE, MONDAY, REPORTED
from tests.console.story import Story
from tests.console.test_pages import look

PATIENCE_SECONDS = 60


async def told_next(following: AsyncIterator[int]) -> int:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await anext(following)


@pytest.fixture
def changes(console: Console) -> Changes:
    return Changes(console.service.log)


async def reported(console: Console, case: str = CASE) -> None:
    await console.hears([Story(case).said("intake", REPORTED, MONDAY)])


async def test_what_was_heard_between_reading_a_page_and_following_is_told_at_once(
    console: Console, changes: Changes
) -> None:
    await reported(console)
    following = changes.follow(0)
    assert await told_next(following) == 1
    await following.aclose()


async def test_what_another_instance_hears_is_told_and_told_once(console: Console, changes: Changes) -> None:
    following = changes.follow(0)
    first = asyncio.ensure_future(told_next(following))
    await reported(console)
    assert await first == 1
    second = asyncio.ensure_future(told_next(following))
    await reported(console, "another")
    assert await second == 2
    await following.aclose()


async def test_who_follows_a_case_is_not_told_of_others(console: Console, changes: Changes) -> None:
    of_case, of_all = changes.follow(0, CASE), changes.follow(0)
    of_this = asyncio.ensure_future(told_next(of_case))
    await reported(console, "another")
    assert await told_next(of_all) == 1  # the poll has been round, and it was not for this one
    assert not of_this.done()
    await reported(console)
    assert await of_this == 2
    await of_case.aclose()
    await of_all.aclose()


async def test_nobody_is_asked_for_anything_once_nobody_looks(console: Console, changes: Changes) -> None:
    following = changes.follow(0)
    await reported(console)
    await told_next(following)
    polling = changes._polling
    assert polling is None  # told before it began to wait
    waiting = asyncio.ensure_future(told_next(following))
    while (polling := changes._polling) is None:
        await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await following.aclose()
    await asyncio.gather(polling, return_exceptions=True)
    assert polling.cancelled() and changes._polling is None and changes.position == 0


async def test_the_duty_board_and_a_case_renew_themselves_and_a_case_of_the_past_does_not(
    console: Console,
) -> None:
    await reported(console)
    assert 'data-live="/changes?since=0"' in (await look(console, "/")).text
    assert f'data-live="/changes?since=0&amp;case={CASE}"' in (await look(console, f"/cases/{CASE}")).text
    console.it_is(MONDAY + timedelta(days=2))
    assert "data-live" not in (await look(console, f"/cases/{CASE}?known_on={MONDAY.date()}")).text
    assert "data-live" not in (await look(console, "/cases")).text


async def test_a_console_that_cannot_read_yet_has_no_stream(console: Console) -> None:
    console.module.application.status.accepting = False
    async with console.browser() as browser:
        assert (await browser.get("/changes")).status_code == 503


@pytest.mark.parametrize("query", ["since=-1", "since=x", "since=99999999999999999999", f"case={'x' * 101}"])
async def test_a_stream_that_cannot_be_is_refused(console: Console, query: str) -> None:
    async with console.browser() as browser:
        assert (await browser.get(f"/changes?{query}")).status_code == 422


@pytest.mark.parametrize(
    ("path", "headers", "kept"),
    [("/", {}, True), ("/", {"X-Renewed": "1"}, False)],
    ids=["somebody looks", "the page renews itself"],
)
async def test_a_page_that_renews_itself_does_not_keep_whoever_left_at_the_desk(
    console: Console, path: str, headers: dict[str, str], kept: bool
) -> None:
    async with console.browser() as browser:
        page = await browser.get(path, headers={"Cookie": "you=person:officer", **headers})
    assert ("you=" in page.headers.get("set-cookie", "")) is kept
