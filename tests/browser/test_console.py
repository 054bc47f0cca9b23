"""The console as staff use it: real Chromium without scripts, real services, three people, a phone's width."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from tests.faults.installation import Installation, installed
from tests.faults.road import Client
from tests.toys import until

pytestmark = pytest.mark.real
SERVICES = ("console", "intake", "notifier")
NARROW = {"width": 320, "height": 640}


@pytest.fixture
async def runtime() -> AsyncIterator[Installation]:
    async with installed(SERVICES) as runtime:
        yield runtime


@pytest.fixture
async def page(runtime: Installation) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = await browser.new_context(
            java_script_enabled=False, base_url=runtime.url("console"), viewport=NARROW, locale="en-GB"
        )
        yield await context.new_page()
        await browser.close()


async def test_three_people_take_a_case_from_report_to_the_panel_by_forms_alone(runtime, page):
    client = Client(runtime)
    await _is(page, "person:officer")
    case = await _reports_by_hand(page)
    await _heard(page, case)

    first = {"Day": "2026-11-02", "Time in London": "11:00", "Channel": "desk"}
    await _does(page, case, "Record awareness", first)
    aware = {"Day": "2026-11-02", "Time in London": "11:30"}
    await _does(page, case, "Record criteria met", aware, "In area", "Suspected")
    await _is(page, "person:director")
    why = {"Grounds": "Injury", "Authority": "Director", "Reasons": "Suspected abuse."}
    await _does(page, case, "Decide to notify", why, "A")
    await until(lambda: client._opened(case))
    await _is(page, "person:writer")
    await _does(page, case, "Draft notification", {"Narrative": "What is known."})
    await _is(page, "person:director")
    await _does(page, case, "Approve notification", {"Revision": "1"})

    client.approved.add(case)
    await until(lambda: _handed_over(client, case))
    await client.http.aclose()


async def test_what_is_wrong_is_said_at_the_top_and_leads_to_the_field(runtime, page):
    client = Client(runtime)
    case = await client.report("with-mistakes")
    await client.http.aclose()
    await _heard(page, case)
    await _open(page, case, "Record awareness")
    await page.get_by_role("button", name="Continue").click()
    summary = page.get_by_role("alert")
    assert "Say who you are first" in await summary.inner_text()
    await summary.get_by_role("link", name="Enter: channel").click()
    assert page.url.endswith("#channel")
    assert (await page.title()).startswith("Error: ")


async def _reports_by_hand(page: Page) -> str:
    """What an agency told by telephone, part by part; the case that it opened."""
    await page.goto("/report-by-hand")
    await page.get_by_role("link", name="Who reports it").click()
    await page.get_by_label("Portsea General Hospital", exact=True).check()
    await page.get_by_label("Day", exact=True).fill("2026-11-02")
    await page.get_by_label("Time in London", exact=True).fill("10:15")
    await _goes_on(page)
    await page.get_by_role("link", name="What happened").click()
    await page.get_by_label("Serious harm", exact=True).check()
    await page.get_by_label("Local authority where it happened", exact=True).select_option(label="Southampton")
    await page.get_by_label("What is known of it", exact=True).fill("Found unwell at home.")
    await _goes_on(page)
    await page.get_by_role("link", name="Child 1").click()
    await page.get_by_label("First name", exact=True).fill("Rowan")
    await _goes_on(page)
    await page.get_by_role("link", name="Check it and send it").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    await page.get_by_role("button", name="Send the report").click()
    link = await page.get_by_role("status").get_by_role("link").get_attribute("href")
    assert link and link.startswith("/cases/")
    return link.removeprefix("/cases/")


async def _goes_on(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    await page.get_by_role("button", name="Save and continue").click()
    await page.get_by_role("heading", name="Report an incident by hand").wait_for()


async def _heard(page: Page, case: str) -> None:
    async def shown() -> bool:
        answer = await page.goto(f"/cases/{case}")
        return answer is not None and answer.ok

    await until(shown)


async def _is(page: Page, person: str) -> None:
    await page.goto("/you")
    await page.get_by_label("Your staff reference").fill(person)
    await page.get_by_role("button", name="Continue").click()


async def _open(page: Page, case: str, action: str) -> None:
    await page.goto(f"/cases/{case}")
    link = page.get_by_role("link", name=action, exact=True)
    await page.locator("details", has=page.locator("a", has_text=action)).locator("summary").first.click()
    await link.click()


async def _does(page: Page, case: str, action: str, typed: dict[str, str], *chosen: str) -> None:
    """Fills the form in, checks it, sends it; whoever is told that the case moved on simply goes on."""
    await _open(page, case, action)
    for label, value in typed.items():
        await page.get_by_label(label, exact=True).first.fill(value)
    for option in chosen:
        await page.get_by_label(option, exact=True).first.check()
    while True:
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        await page.get_by_role("button", name="Continue", exact=True).click()
        await page.get_by_role("button", name="Send", exact=True).click()
        if not await page.get_by_text("Somebody else was quicker").count():
            break
    assert f"Done: {action}" in await page.get_by_role("status").inner_text()


async def _handed_over(client: Client, case: str) -> bool:
    return "handed over" in (await client.sent(case)).values()
