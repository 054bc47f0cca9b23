"""A file of many cases, and a time that awaits a second signature, as two people see them in a browser."""

import pytest
from playwright.async_api import Page

from services.console.views.found import PER_PAGE
from tests.browser.axe import barriers
from tests.browser.serving import NARROW, browsing, follows, pictured, presses, served, sideways
from tests.console.conftest import Console, MakeConsole, make_console
from tests.console.examples import CASE, REPORTED, day
from tests.console.story import Story
from tests.console.waits import MOVED

pytestmark = pytest.mark.real
__all__ = ["make_console"]


async def says_who(page: Page, url: str, who: str) -> None:
    await page.goto(f"{url}/you")
    await page.get_by_label("Your staff reference").fill(who)
    await presses(page, "Continue")


async def fits(page: Page, name: str) -> None:
    await page.set_viewport_size({"width": 1280, "height": 900})
    assert await barriers(page) == []
    await pictured(page, name)
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert not await sideways(page)
    await page.set_viewport_size({"width": 1280, "height": 900})


async def test_many_cases_are_asked_for_approved_and_fetched(make_console: MakeConsole) -> None:
    made: Console = await make_console()
    cases = (Story(f"case-{number:03}").said("intake", REPORTED, day(0)) for number in range(PER_PAGE + 1))
    await made.hears(cases)
    async with served(made.module.app) as url, browsing() as page:
        await says_who(page, url, "person:one")
        await page.goto(f"{url}/cases")
        await follows(page, "Ask for these as CSV")
        await presses(page, "Ask for it")
        assert "Enter what the file is needed for" in await page.locator(".notice").inner_text()
        await fits(page, "export-unsaid")
        await page.get_by_label("What it is needed for").fill("The inspection in May asks for every open case.")
        await presses(page, "Ask for it")
        await page.get_by_text("Waits for another person than person:one").wait_for()
        asked = page.url
        await says_who(page, url, "person:two")
        await page.goto(f"{url}/waiting?group=signature")
        await follows(page, "See which, and what for")
        await fits(page, "export-to-approve")
        await presses(page, "Approve it")
        await page.get_by_text("Approved by person:two").wait_for()
        await says_who(page, url, "person:one")
        await page.goto(asked)
        await fits(page, "export-approved")
        async with page.expect_download() as coming:
            await page.get_by_role("link", name="Fetch it as CSV").click()
        content = (await (await coming.value).path()).read_text()
        assert len(content.splitlines()) == PER_PAGE + 2
        await page.goto(f"{url}/exports")
        await fits(page, "exports")


async def test_a_time_that_awaits_a_second_signature_is_on_the_board_and_on_its_case(
    make_console: MakeConsole,
) -> None:
    made: Console = await make_console()
    told = Story()
    await made.hears([told.said("intake", REPORTED, day(0)), told.said("intake", MOVED, day(1))])
    async with served(made.module.app) as url, browsing() as page:
        await says_who(page, url, "person:two")
        await page.goto(f"{url}/waiting?group=signature")
        shown = await page.locator("main").inner_text()
        assert "Say whether it is right when the authority became aware" in shown
        assert "anybody but person:one" in shown
        await fits(page, "backdating-waits")
        await page.goto(f"{url}/cases/{CASE}")
        assert "A time awaits a second signature" in await page.locator("main").inner_text()
        await fits(page, "backdating-case")
