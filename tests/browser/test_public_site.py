"""The public site as people see it: real Chromium, a phone's width, a keyboard, paper, and no scripts."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
import uvicorn
from playwright.async_api import Page, async_playwright

from deploy.local.ports import free_base_port
from services.publisher.briefing import MOST_CHARACTERS
from services.publisher.site import site
from shared import views
from tests.browser.serving import follows
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock, made_with

pytestmark = pytest.mark.real

NARROW = {"width": 320, "height": 640}
LONG_STEP = ("A sentence that goes on and on. " * 30)[:MOST_CHARACTERS]
LONG = ex.text.model_copy(
    update={
        "report": f"{ex.REPORT}\n\n# {'Averylongword' * 6}\n\nhttps://elsewhere.example/{'x' * 80}",
        "briefing": tuple((heading, LONG_STEP) for heading, _ in ex.text.briefing),
    }
)
WORDS = {name: f"/{name}" for name in ("about", "complaints", "accessibility", "search?q=baby&year=2027")}
LEFT = "net::ERR_ABORTED"  # an icon still on its way when the next page is opened


@dataclass
class Site:
    """A running site with one report on it, and a browser that remembers what went wrong."""

    url: str
    reference: str
    page: Page
    complaints: list[str]

    @property
    def paths(self) -> dict[str, str]:
        report = f"/reviews/{self.reference}"
        return {"list": "/", "report": report, "briefing": f"{report}/briefing", **WORDS}

    async def open(self, path: str) -> Page:
        await self.page.goto(self.url + path)
        return self.page


@pytest.fixture
async def opened(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Site]:
    clock = SteppedClock(ex.ACCEPTED_AT)
    service = made_with(clock)
    async with service.log.opened(await database("publisher")), async_playwright() as playwright:
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        reference = await stories.published(service, clock, LONG)
        port = free_base_port()
        app = site(service, ex.partnership(), is_ready=lambda: True)
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.05)
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page, complaints = await browser.new_page(viewport=NARROW), []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: request.failure == LEFT or complaints.append(request.url))
        yield Site(f"http://127.0.0.1:{port}", reference, page, complaints)
        await browser.close()
        server.should_exit = True
        await serving


async def test_every_page_fits_a_phone_and_has_one_h1_a_title_of_its_own_and_no_complaint(opened: Site) -> None:
    titles = set()
    for path in opened.paths.values():
        page = await opened.open(path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        assert await page.locator("h1").count() == 1
        titles.add(await page.title())
    assert len(titles) == len(opened.paths)
    assert opened.complaints == []


async def test_nothing_is_asked_of_anybody_else_and_no_cookie_is_kept(opened: Site) -> None:
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    for path in opened.paths.values():
        await opened.open(path)
    assert asked and all(url.startswith(opened.url) for url in asked)
    assert await opened.page.context.cookies() == []


async def test_the_first_tab_shows_a_skip_link_with_its_focus(opened: Site) -> None:
    for path in opened.paths.values():
        page = await opened.open(path)
        skip = page.locator("a.skip")
        assert (await skip.bounding_box() or {})["y"] < 0
        await page.keyboard.press("Tab")
        assert await skip.evaluate("it => it === document.activeElement")
        box = await skip.bounding_box()
        assert box and box["y"] >= 0 and box["height"] >= 24
        assert await skip.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
        assert await skip.evaluate("it => parseFloat(getComputedStyle(it).outlineWidth)") >= 2


async def test_whatever_has_focus_is_seen_and_large_enough(opened: Site) -> None:
    page = await opened.open(opened.paths["report"])
    for _ in range(await page.locator("a").count()):
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        box = await focused.bounding_box()
        assert box and 0 <= box["y"] < NARROW["height"], await focused.inner_text()
        assert await focused.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
        in_a_sentence = await focused.evaluate("it => Boolean(it.closest('.prose'))")
        assert in_a_sentence or box["height"] >= 24, await focused.inner_text()


async def test_the_way_from_list_to_briefing_and_back_needs_no_script(opened: Site) -> None:
    page = await opened.open("/")
    await follows(page, ex.text.title)
    await follows(page, re.compile("Briefing for professionals"))
    assert page.url == opened.url + opened.paths["briefing"]
    await follows(page, "All reviews")
    assert page.url == opened.url + "/"
    assert await page.locator("script:not([type='application/ld+json'])").count() == 0


async def test_the_longest_briefing_prints_on_one_sheet_of_a4(opened: Site) -> None:
    page = await opened.open(opened.paths["briefing"])
    paper = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12]", paper)
