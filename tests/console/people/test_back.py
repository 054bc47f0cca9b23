"""Nobody is sent on to another site, whatever `back` says: by every address of the console, asked and sent."""

import re
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
import pytest

from tests.console.conftest import Console
from tests.console.people.conftest import Doorstep
from tests.console.test_pages import Outline

pytestmark = pytest.mark.real
ID = re.compile(r"\{\w+\}")
SITE = "elsewhere.example"
ELSEWHERE = (
    f"https://{SITE}/",
    f"//{SITE}",
    f"/\\{SITE}",
    f"///{SITE}",
    f"https:{SITE}",
    f"javascript:location='{SITE}'",
    f"/\t/{SITE}",
    f"/%0d%0aLocation: https://{SITE}",
)
LED = ("href", "src", "action", "formaction", "content")


def leads_to(address: str) -> str:
    """The host, as a browser finds it: it drops line breaks and tabs, and takes \\ for /."""
    cleaned = re.sub(r"[\t\r\n]", "", address.strip()).replace("\\", "/")
    whole = re.sub("^(https?:|)/*", r"\1//", cleaned) if re.match("https?:|//", cleaned) else cleaned
    return urlsplit(urljoin("http://console/", whole)).netloc


def addresses(console: Console, method: str) -> list[str]:
    paths = console.module.app.openapi()["paths"]
    found = sorted(ID.sub("x", path) for path in paths if method in paths[path])
    assert len(found) >= 8
    return found


def stays_here(path: str, answer: httpx.Response) -> None:
    assert answer.status_code < 500 or answer.status_code == 503, path
    led = [answer.headers.get("location", "/")]
    if answer.headers.get("content-type", "").startswith("text/html"):
        led += [value or "" for _, has in Outline(answer.text).found for name, value in has.items() if name in LED]
    assert not [address for address in led if SITE in leads_to(address) or address.startswith("javascript:")], path


@pytest.mark.parametrize("address", ELSEWHERE[:5])
def test_this_test_sees_what_leads_away(address: str) -> None:
    assert leads_to(address) == SITE


async def test_no_page_leads_to_another_site(console: Console) -> None:
    async with console.browser() as browser:
        for path in addresses(console, "get"):
            for back in ELSEWHERE:
                for told in ({}, {"Cookie": "you=person:officer"}):
                    answer = await browser.get(
                        path, params={"back": back, "next": back, "url": back}, headers=told
                    )
                    stays_here(path, answer)


async def test_no_form_leads_to_another_site(console: Console) -> None:
    async with console.browser() as browser:
        for path in addresses(console, "post"):
            for back in ELSEWHERE:
                sent = {"back": back, "you": "person:officer", "person": "x", "step": "send"}
                answer = await browser.post(path, data=sent, headers={"Cookie": "you=person:officer"})
                stays_here(path, answer)


async def test_no_way_in_leads_to_another_site(door: Doorstep) -> None:
    """Before one signs in, and afterwards; what the issuer is told is where we ourselves are."""
    async with door.browser() as browser, door.browser() as nobody:
        await door.signs_in(browser)
        for path in ("/sign-in", "/you", "/locked", "/blank", "/signed-out", "/account"):
            for back in ELSEWHERE:
                for each in (nobody, browser):
                    answer = await each.get(path, params={"back": back})
                    stays_here(path, answer)
        for back in ELSEWHERE:
            location = await door.begins(nobody, f"?{urlencode({'back': back})}")
            assert location.startswith(f"{door.issuer.url}/authorize?") and SITE not in location
