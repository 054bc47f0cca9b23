"""The console renews what it shows by itself, and takes nothing away from whoever is at work on the page."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.serving import NARROW, browsing, follows, pictured, served, sideways
from tests.console.conftest import Console, console, make_console
from tests.console.examples import CASE
from tests.console.story import whole_case

pytestmark = pytest.mark.real
__all__ = ["console", "make_console"]
PATIENCE_MS = 60_000
SAME_DOCUMENT = "window.sameDocument === true"


@pytest.fixture
async def opened(console: Console) -> AsyncIterator[tuple[str, Page]]:
    """The first event of a case is heard; somebody's browser is there."""
    await console.hears(list(whole_case())[:1])
    async with served(console.module.app) as url, browsing() as page:
        yield url, page


async def goes_on(console: Console, first: int, last: int) -> None:
    await console.hears(list(whole_case())[first:last])


async def test_the_duty_board_shows_a_new_duty_without_being_asked(
    console: Console, opened: tuple[str, Page]
) -> None:
    url, page = opened
    await page.goto(url)
    await expect(page.get_by_text("Nothing is owed to anybody.")).to_be_visible()
    await page.evaluate("window.sameDocument = true")

    await goes_on(console, 1, 7)

    await expect(page.get_by_role("link", name=CASE[:8].upper()).first).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.locator("#live")).to_contain_text("Renewed at")
    assert await page.evaluate(SAME_DOCUMENT)  # renewed, not loaded again
    await page.set_viewport_size(NARROW)
    assert not await sideways(page)
    await pictured(page, "console-live-board")


async def test_a_case_goes_on_before_ones_eyes_and_what_was_opened_stays_open(
    console: Console, opened: tuple[str, Page]
) -> None:
    url, page = opened
    await goes_on(console, 1, 7)
    await page.goto(f"{url}/cases/{CASE}")
    details = page.locator("[data-part=duties] details").first
    await details.locator("summary").click()
    await page.get_by_label("As known on").focus()  # elsewhere
    before = await page.locator("#timeline tbody tr").count()

    await goes_on(console, 7, 8)

    await expect(page.locator("#timeline tbody tr")).to_have_count(before + 1, timeout=PATIENCE_MS)
    assert await details.get_attribute("open") is not None


async def test_what_has_the_focus_is_renewed_only_when_it_is_left(
    console: Console, opened: tuple[str, Page]
) -> None:
    url, page = opened
    await goes_on(console, 1, 7)
    await page.goto(url)
    link = page.locator("[data-part=duties] a.reference").first
    await link.focus()
    stage = await page.locator("[data-part=duties]").inner_text()

    await goes_on(console, 7, len(list(whole_case())))

    await expect(page.locator("#live")).to_contain_text("Renewed at", timeout=PATIENCE_MS)  # the tiles were
    assert await page.locator("[data-part=duties]").inner_text() == stage
    assert await link.evaluate("it => it === document.activeElement")
    await page.get_by_role("button", name="Filter").focus()
    await expect(page.locator("[data-part=duties]")).not_to_have_text(
        stage, use_inner_text=True, timeout=PATIENCE_MS
    )


async def test_without_scripts_the_page_stands_and_a_link_renews_it(console: Console) -> None:
    await console.hears(list(whole_case())[:1])
    async with served(console.module.app) as url, browsing(java_script_enabled=False) as page:
        await page.goto(url)
        await goes_on(console, 1, 7)
        await follows(page, "Refresh")
        await expect(page.get_by_role("link", name=CASE[:8].upper()).first).to_be_visible()
