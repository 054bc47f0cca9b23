"""An app served on a port of its own, and a Chromium that notes what goes wrong."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.async_api import Page, async_playwright

from deploy.local.ports import free_base_port

NARROW = {"width": 320, "height": 640}  # also 1280 pixels enlarged to 400 per cent
WIDE = {"width": 1280, "height": 900}
# Where to put a picture of every page that is walked over, for whoever wants to look; nowhere if not set.
PICTURES = os.environ.get("CSPR_PICTURES", "")


@asynccontextmanager
async def served(app: Any, port: int = 0) -> AsyncIterator[str]:
    """Its address; on a free port where none is named."""
    port = port or free_base_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@asynccontextmanager
async def browsing(**options: Any) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = await browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **options})
        yield await context.new_page()
        await browser.close()


async def pictured(page: Page, name: str) -> None:
    """At both widths, when pictures are asked for."""
    if not PICTURES:
        return
    before = page.viewport_size
    for size in (WIDE, NARROW):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.screenshot(path=Path(PICTURES) / f"{name}-{size['width']}.png", full_page=True)
    if before:
        await page.set_viewport_size(before)


async def presses(page: Page, button: str) -> None:
    """The button, and the page that answers has come with all its style: a click alone does not wait for it."""
    async with page.expect_navigation():
        await page.get_by_role("button", name=button, exact=True).first.click()


async def follows(page: Page, link: str | re.Pattern[str]) -> None:
    async with page.expect_navigation():
        await page.get_by_role("link", name=link).first.click()


async def sideways(page: Page) -> bool:
    """Whether the page itself must be scrolled sideways; what scrolls inside its own area may."""
    wide: bool = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide
