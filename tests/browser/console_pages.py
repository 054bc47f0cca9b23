"""All pages of the console, opened by following links: a whole case, what waits, and every form."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import Page

from services.console.exporting.commands import subject_of
from shared.events.base import Recorded
from shared.events.exports import ExportAsked
from tests.browser.serving import browsing, presses, served
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE, REPORTED, day
from tests.console.owner import owner
from tests.console.story import Story, whole_case
from tests.console.waits import KINDS, OTHER

SERVICES = ("intake", "notifier", "reviews", "publisher")
BEGIN = (
    "/",
    "/cases",
    "/register",
    f"/cases/{CASE}",
    f"/cases/{CASE}?known_on=2026-01-20",
    "/work",
    "/system",
    "/you",
    "/drafts",
    "/blank",
    "/report-by-hand",
    "/report-by-hand/sent?case=7f3a9c21&agency=hospital&report=r1",
    "/?seen=nobody",
    "/waiting?group=aside",
    "/waiting?group=person",
    "/waiting?group=undated",
)
DATA = re.compile(r"\.(csv|json|pdf|css)$|^/status$")
# One template makes the many forms from the services' own documents: axe looks at every command's, the keyboard
# walks over one of each service.
FORM = re.compile(r"^/work/([a-z]+)/")


@asynccontextmanager
async def desk(make_console: MakeConsole, **options: Any) -> AsyncIterator[tuple[str, Page]]:
    """A console that heard a whole case, whose neighbours document their real APIs; and somebody's browser.

    `options`: of the browser.
    """
    async with owner("intake") as a, owner("notifier") as b, owner("reviews") as c, owner("publisher") as d:
        made: Console = await make_console({it.name: it.address for it in (a, b, c, d)})
        await made.hears(whole_case())
        await made.hears(waiting())
        async with served(made.module.app) as url, browsing(**options) as page:
            await page.goto(f"{url}/you")
            await page.get_by_label("Your staff reference").fill("person:officer")
            await presses(page, "Continue")
            yield url, page


def waiting() -> Iterator[Recorded]:
    """Something of every kind that waits for a person, on one case or, a file of many, on a stream of its own; and
    a case that nobody has decided.
    """
    told = Story(OTHER)
    yield told.said("intake", REPORTED, day(0))
    for source, begins, _ in KINDS:
        on = Story(subject_of(begins.export)) if isinstance(begins, ExportAsked) else told
        yield on.said(source, begins, day(0))


async def every_page(url: str, page: Page, *, forms: int) -> AsyncIterator[str]:
    """Each address that a link leads to, of each place once, opened; of the forms of a service so many."""
    waiting, seen, counted = list(BEGIN), set(BEGIN), dict.fromkeys(SERVICES, 0)
    while waiting:
        path = waiting.pop(0)
        if form := FORM.match(path):
            counted[form[1]] += 1
            if counted[form[1]] > forms:
                continue
        await page.goto(url + path)
        yield path
        for link in await page.locator("a[href]").all():
            target = urlsplit(urljoin(url + path, await link.get_attribute("href")))
            if f"{target.scheme}://{target.netloc}" == url and not DATA.search(target.path):
                address = target.path + ("?case=" + CASE if FORM.match(target.path) else "")
                if address not in seen:
                    seen.add(address)
                    waiting.append(address)
