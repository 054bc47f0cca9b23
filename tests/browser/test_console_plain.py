"""The console where scripts do not run: every page is whole, every form can be sent, and a few are."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from tests.browser.console_pages import desk, every_page
from tests.browser.serving import presses
from tests.console.conftest import MakeConsole, console, make_console
from tests.console.examples import CASE

pytestmark = pytest.mark.real
__all__ = ["console", "make_console"]
# What is seen and does nothing by itself: a button that sends no form, a link that leads nowhere, a field of no
# form, a form that nothing sends.
_STRANDED = """
() => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  const seen = (what) => [...document.querySelectorAll(what)].filter((it) => it.checkVisibility());
  const sends = (it) => it.form && it.type === "submit";
  const leads = (it) => it.hasAttribute("href") && !/^(#|javascript:.*)$/.test(it.getAttribute("href"));
  const stranded = [
    ...seen("button, input[type=button], [role=button]").filter((it) => !sends(it)),
    ...seen("a").filter((it) => !leads(it)),
    ...seen("input, select, textarea").filter((it) => !it.form),
    ...seen("form").filter((it) => ![...it.elements].some((each) => sends(each) && each.checkVisibility())),
  ];
  return stranded.map((it) => it.outerHTML.slice(0, 200));
}
"""
_ANSWERED = (200, 404, 409, 422, 503)  # a page each: what these neighbours do not know is said on one


@pytest.fixture
async def plain(make_console: MakeConsole) -> AsyncIterator[tuple[str, Page]]:
    async with desk(make_console, java_script_enabled=False) as it:
        yield it


async def test_no_script_runs_in_this_browser(plain: tuple[str, Page]) -> None:
    _, page = plain
    await page.set_content("<p>as it was</p><script>document.querySelector('p').textContent = 'changed'</script>")
    assert await page.locator("p").inner_text() == "as it was"


async def test_every_page_is_whole_without_scripts_and_every_form_can_be_sent(plain: tuple[str, Page]) -> None:
    url, page = plain
    stranded, forms = {}, []
    async for path in every_page(url, page, forms=1000):
        assert await page.locator("main").count() == 1, path
        assert await page.locator("main h1").first.is_visible(), path
        if found := await page.evaluate(_STRANDED):
            stranded[path] = found
        if await page.locator("main form[method=post]").count():
            forms.append(path)
    assert stranded == {}
    assert len(forms) > 40
    for path in forms:
        await page.goto(url + path)
        button = page.locator("main form[method=post] button").first
        async with page.expect_navigation() as answering:
            await button.click()
        answer = await answering.value
        assert answer and answer.status in _ANSWERED, (path, answer and answer.status)
        assert await page.locator("main h1").first.is_visible(), path


async def test_without_scripts_duties_are_filtered_and_cases_looked_for(plain: tuple[str, Page]) -> None:
    url, page = plain
    await page.goto(url)
    await page.get_by_label("Seen to by").select_option(label="Nobody yet")
    await presses(page, "Filter")
    assert "seen=nobody" in page.url
    await page.goto(f"{url}/cases")
    await page.get_by_label("Reference").fill(CASE[:6])
    await presses(page, "Find")
    assert await page.locator("main").get_by_role("link", name=CASE[:8].upper()).count() == 1
    await page.get_by_label("Reference").fill("nothing-of-the-kind")
    await presses(page, "Find")
    assert "0 cases" in await page.locator("main").inner_text()


async def test_without_scripts_a_form_is_filled_in_checked_and_sent(plain: tuple[str, Page]) -> None:
    url, page = plain
    await page.goto(f"{url}/work/intake/RecordAwareness?case={CASE}")
    await presses(page, "Continue")
    assert await page.get_by_role("alert").is_visible()
    for label, value in {"Day": "2026-01-05", "Time in London": "11:30", "Channel": "desk"}.items():
        await page.get_by_label(label, exact=True).first.fill(value)
    await presses(page, "Continue")
    assert "Check before you send" in await page.locator("main").inner_text()
    await presses(page, "Send")
    assert await page.get_by_role("heading", name="Done: Record awareness").is_visible()


async def test_without_scripts_what_was_typed_is_kept_and_found_again(plain: tuple[str, Page]) -> None:
    url, page = plain
    await page.goto(f"{url}/work/intake/RecordAwareness?case={CASE}")
    await page.get_by_label("Channel", exact=True).fill("a telephone call")
    await presses(page, "Save and come back later")
    await page.goto(f"{url}/drafts")
    await page.locator("main").get_by_role("link", name="Record awareness").first.click()
    await page.get_by_label("Channel", exact=True).wait_for()
    assert await page.get_by_label("Channel", exact=True).input_value() == "a telephone call"
