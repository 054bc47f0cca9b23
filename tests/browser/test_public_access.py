"""Whoever reads the public site, by whatever means: axe-core, a small screen, a keyboard, no scripts."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from services.publisher.site import site
from shared import views
from tests.browser.axe import barriers
from tests.browser.public_pages import Walk
from tests.browser.serving import NARROW, browsing, served, sideways
from tests.publisher import examples as ex
from tests.publisher.conftest import SteppedClock, made_with

pytestmark = pytest.mark.real
MakeDatabase = Callable[[str], Awaitable[str]]
# Text as somebody with low vision sets it (WCAG 2.2, 1.4.12): nothing may be cut off or run into another.
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    " p { margin-bottom: 2em !important; }"
)
_FIELDS = ("a[href]", "button", "input:not([type=hidden])", "select", "textarea")
TABBABLE = ", ".join(f"{each}:not([tabindex='-1'])" for each in _FIELDS)
_SEEN = """it => {
  const box = it.getBoundingClientRect(), style = getComputedStyle(it);
  const shown = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return shown >= Math.min(box.height, 24) - 1 && style.outlineStyle === 'solid'
    && parseFloat(style.outlineWidth) >= 2;
}"""


@pytest.fixture
async def walk(database: MakeDatabase, request: pytest.FixtureRequest) -> AsyncIterator[Walk]:
    clock = SteppedClock(ex.ACCEPTED_AT)
    service = made_with(clock)
    options = getattr(request, "param", {})
    async with service.log.opened(await database("publisher")):
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        app = site(service, ex.partnership(), is_ready=lambda: True)
        async with served(app) as url, browsing(**options) as page:
            yield Walk(url, service, clock, page)


async def test_axe_finds_no_barrier_on_any_page_in_any_state(walk: Walk) -> None:
    found = {name: await barriers(page) async for name, page in walk.pages()}
    assert len(found) > 20
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("walk", [{"viewport": NARROW, "bypass_csp": True}], indirect=True)
async def test_at_320_pixels_or_400_per_cent_and_with_wide_spacing_no_page_scrolls_sideways(
    walk: Walk,
) -> None:
    async for name, page in walk.pages():
        assert not await sideways(page), name
        assert await page.locator("h1").count() == 1, name
        await page.add_style_tag(content=SPACED)
        assert not await sideways(page), f"{name}, spaced"


@pytest.mark.parametrize("walk", [{"java_script_enabled": False, "viewport": NARROW}], indirect=True)
async def test_by_keyboard_alone_and_without_scripts_everything_is_reached_in_order_and_seen(walk: Walk) -> None:
    asked: list[str] = []
    walk.page.on("request", lambda request: asked.append(request.url))
    titles = set()
    async for name, page in walk.pages():
        titles.add(await page.title())
        for each in await page.locator(TABBABLE).all():
            await page.keyboard.press("Tab")
            assert await each.evaluate("it => it === document.activeElement"), f"{name}: out of order"
            assert await each.evaluate(_SEEN), f"{name}: {await each.evaluate('it => it.outerHTML')} is not seen"
    assert all(url.startswith(walk.url) for url in asked)
    assert await walk.page.context.cookies() == []


@pytest.mark.parametrize("walk", [{"java_script_enabled": False}], indirect=True)
async def test_both_forms_are_sent_by_keyboard_alone(walk: Walk) -> None:
    async for name, page in walk.pages():
        if name.startswith("list"):
            await page.get_by_label("Words to look for").focus()
            await page.keyboard.type("baby")
            await page.keyboard.press("Enter")
            await page.wait_for_url("**/search?q=baby*")
        if name.startswith("archived-ask"):
            await page.get_by_label("Your name").focus()
            await page.keyboard.type("R. Reader")
            for _ in range(3):
                await page.keyboard.press("Tab")
            await page.keyboard.type("For teaching.")
            for _ in range(2):
                await page.keyboard.press("Tab")
            await page.keyboard.press("Enter")
            await page.get_by_text("Your request has arrived").wait_for()
            assert "Your code" in await page.locator("main").inner_text()
            break
    else:
        raise AssertionError("the form was never shown")
