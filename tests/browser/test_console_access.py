"""Whoever works with the console, by whatever means: axe-core on every page, a small screen, a keyboard."""

import json
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page

from tests.browser import test_console_exports, test_sign_in
from tests.browser.axe import barriers
from tests.browser.console_pages import FORM, desk, every_page
from tests.browser.serving import NARROW, browsing, pictured, presses, served, sideways
from tests.console.conftest import Console, MakeConsole, console, make_console
from tests.console.examples import CASE
from tests.console.owner import API, owner
from tests.console.test_partners import ASIDE, MEND, RECORD

pytestmark = pytest.mark.real
__all__ = ["console", "make_console"]
# Pages that no link leads to without more than these neighbours tell, or without an issuer, at which whoever comes
# signs in; a test of their own looks at each.
_SIGNS_IN = "test_a_day_at_the_desk_from_signing_in_to_signing_out_everywhere"
_NO_ROLE = "test_whoever_has_no_role_is_told_so_and_a_manager_sees_who_is_here"
_EXPORTS = "test_many_cases_are_asked_for_approved_and_fetched"
ELSEWHERE = {
    **dict.fromkeys(("/exports", "/exports/{export}"), _EXPORTS),
    **dict.fromkeys(("/sign-in", "/sign-in/to/{issuer}", "/account", "/signed-out"), _SIGNS_IN),
    **dict.fromkeys(("/sign-in/return", "/people"), _NO_ROLE),
    "/locked": "test_the_lock_has_no_barrier_and_asks_who_is_there",
    "/partners/mend/{service}/{quarantine}": "test_a_record_that_is_mended_has_no_barrier_and_fits_a_small_screen",
}


@pytest.fixture
async def lit(make_console: MakeConsole) -> AsyncIterator[tuple[str, Page]]:
    async with desk(make_console) as it:
        yield it


def pages_of_the_console() -> set[str]:
    """Every route that answers with a page, as the console documents itself."""
    paths = json.loads((API / "console.openapi.json").read_bytes())["paths"]
    answers = {path: each["get"]["responses"].get("200", {}) for path, each in paths.items() if "get" in each}
    return {path for path, answer in answers.items() if "text/html" in answer.get("content", {})}


async def test_axe_finds_no_barrier_on_any_page_of_the_console(lit: tuple[str, Page]) -> None:
    url, page = lit
    found, number = {}, 0
    async for path in every_page(url, page, forms=1000):
        if not FORM.match(path) or number < 8:
            await pictured(page, "console-" + re.sub(r"[^a-zA-Z0-9]+", "-", path)[:60])
        number += bool(FORM.match(path))
        found[path] = await barriers(page)
    assert number > 40 and len(found) > number + 8
    assert {path: each for path, each in found.items() if each} == {}
    places = {urlsplit(path).path for path in found}
    pages = {page: re.compile(re.sub(r"\{\w+\}", "[^/]+", page)) for page in pages_of_the_console()}
    unseen = {page for page, place in pages.items() if not any(map(place.fullmatch, places))}
    assert unseen <= set(ELSEWHERE), "every page is looked at, here or by the test that is named"
    tests = {*globals(), *vars(test_sign_in), *vars(test_console_exports)}
    assert all(test in tests for test in ELSEWHERE.values())


async def test_a_record_that_is_mended_has_no_barrier_and_fits_a_small_screen(make_console: MakeConsole) -> None:
    async with owner("intake") as intake:
        made: Console = await make_console({"intake": intake.address})
        async with served(made.module.app) as url, browsing() as page:
            await page.goto(f"{url}/you")
            await page.get_by_label("Your staff reference").fill("person:officer")
            await presses(page, "Continue")
            intake.answers = [(200, ASIDE), (200, RECORD)]
            await page.goto(url + MEND)
            assert "nhs_number" in await page.get_by_label("The record").input_value()
            assert await barriers(page) == []
            await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            assert not await sideways(page)


async def test_a_form_with_mistakes_and_one_to_be_checked_have_no_barrier_either(
    lit: tuple[str, Page],
) -> None:
    url, page = lit
    await page.goto(f"{url}/work/intake/RecordAwareness?case={CASE}")
    await presses(page, "Continue")
    assert await page.get_by_role("alert").count() == 1
    assert await barriers(page) == []
    for label, value in {"Day": "2026-01-05", "Time in London": "11:30", "Channel": "desk"}.items():
        await page.get_by_label(label, exact=True).first.fill(value)
    await presses(page, "Continue")
    assert "Check before you send" in await page.locator("main").inner_text()
    assert await barriers(page) == []
    await presses(page, "Send")
    assert await barriers(page) == []


async def test_the_lock_has_no_barrier_and_asks_who_is_there(lit: tuple[str, Page]) -> None:
    url, page = lit
    await page.goto(f"{url}/locked?back=/cases")
    assert await barriers(page) == []
    await page.get_by_label("Your staff reference").fill("person:officer")
    await presses(page, "Continue")
    await page.wait_for_url(f"{url}/cases")


async def test_no_page_of_the_console_scrolls_sideways_at_320_pixels(lit: tuple[str, Page]) -> None:
    url, page = lit
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = [path async for path in every_page(url, page, forms=3) if await sideways(page)]
    assert wide == []


async def test_the_console_is_walked_over_by_keyboard_with_its_focus_seen(lit: tuple[str, Page]) -> None:
    """In the order of the page, from the skip link on, with an outline on whatever has the focus."""
    url, page = lit
    async for path in every_page(url, page, forms=1):
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").get_attribute("href") == "#main", path
        await page.keyboard.press("Enter")
        await page.wait_for_url(re.compile("#main$"))  # the address follows the key, and not at once
        await page.keyboard.press("Tab")
        if not await page.locator("main a[href], main button, main input, main summary").count():
            continue
        outline = await page.locator(":focus").evaluate("it => getComputedStyle(it).outlineStyle")
        assert outline == "solid", path
        assert await page.locator("main :focus, footer :focus").count() == 1, path
