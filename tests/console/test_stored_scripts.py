"""Nothing that anybody wrote is markup on a page of the console, whoever wrote it and wherever it is shown."""

import re
from contextlib import AsyncExitStack
from functools import partial
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from shared.events.base import encode
from shared.keys import sealed_under
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE, day
from tests.console.owner import owner
from tests.console.planted import answer, every, seen
from tests.console.story import Story
from tests.contracts.records import SAID

BEGIN = (
    "/",
    "/cases",
    f"/cases/{CASE}",
    "/waiting?group=person",
    "/work",
    "/system",
    "/partners",
    "/lists",
    "/learning",
)
SERVICES = ("intake", "notifier", "reviews", "publisher")
AT_MOST = 400  # pages; each place once, so that this is a guard against going round for ever


async def _told(console: Console) -> None:
    """Everything that any service says, once, with the markup in each of its texts, under the case's own key."""
    keyring = console.service.keyring
    async with console.service.transaction() as tx:
        key = await keyring.find_or_make(tx, CASE, may_make=True)
    story = Story(CASE)
    for source, event in every(SAID):
        said = story.said(source, sealed_under(event, CASE, key), day(1))
        await console.hears([replace(said, wire=encode(said))])


async def test_markup_that_is_planted_in_every_event_and_every_answer_is_text_on_every_page(
    make_console: MakeConsole,
) -> None:
    async with AsyncExitStack() as stack:
        owners = {name: await stack.enter_async_context(owner(name)) for name in SERVICES}
        console = await make_console({name: it.address for name, it in owners.items()})
        await _told(console)
        for name, it in owners.items():
            it.worst = partial(answer, name)
        wrong, shown = await _walked(console)
    assert wrong == {}
    assert shown[f"/cases/{CASE}"] > 20, "what was planted is on the case's page"
    assert sum(map(bool, shown.values())) > 60, "and on many others"


async def _walked(console: Console) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Every page that a link leads to, of each place once: what is wrong, and how often the plant is there."""
    waiting, asked, wrong, shown = list(BEGIN), set(BEGIN), {}, {}
    async with console.browser() as browser:
        browser.headers["Cookie"] = "you=person%3Aofficer"
        while waiting and len(shown) < AT_MOST:
            path = waiting.pop(0)
            page = await browser.get(path, follow_redirects=True)
            if "text/html" not in page.headers.get("content-type", ""):
                continue
            look = seen(page.text)
            shown[path] = look.texts
            if look.wrong:
                wrong[path] = look.wrong
            for link in look.links:
                target = urlsplit(urljoin(path, link))
                place = target.path + (f"?{target.query}" if target.query else "")
                if not target.netloc and _place(place) not in asked:
                    asked.add(_place(place))
                    waiting.append(place)
    assert not waiting
    return wrong, shown


def _place(address: str) -> str:
    """Without what only says which of many: one page of each kind is enough."""
    path = address.partition("?")[0]
    return re.sub(r"/[^/]*(?:-[^/]*){4}|/%22[^/]*", "/*", path)
