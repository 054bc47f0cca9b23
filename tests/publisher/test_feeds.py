"""What programs read of the site: feeds, sitemap, robots, the data in a report's page."""

import json
import re
import xml.etree.ElementTree as ET

import httpx
import pytest

from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

pytestmark = pytest.mark.real

URL = ex.partnership().site.url
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


async def read(public: httpx.AsyncClient, path: str, media_type: str) -> str:
    answer = await public.get(path, headers={"Host": "evil.example"})
    charset = "" if "json" in media_type else "; charset=utf-8"
    assert answer.headers["content-type"] == f"{media_type}{charset}"
    assert "evil.example" not in answer.text
    return answer.text


async def entries(public: httpx.AsyncClient) -> list[ET.Element]:
    return ET.fromstring(await read(public, "/feed.atom", "application/atom+xml")).findall("a:entry", ATOM)


async def test_both_feeds_name_what_is_on_the_site_under_the_configured_address(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    assert await entries(public) == []
    reference = await stories.published(service, stepped)
    (entry,) = await entries(public)
    assert entry.findtext("a:id", "", ATOM) == f"{URL}/reviews/{reference}"
    assert entry.findtext("a:published", "", ATOM) == "2027-01-06T00:00:00+00:00"
    (item,) = json.loads(await read(public, "/feed.json", "application/feed+json"))["items"]
    assert (item["url"], item["title"]) == (f"{URL}/reviews/{reference}", ex.text.title)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    assert await entries(public) == []


async def test_the_sitemap_keeps_the_permanent_page(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    tree = ET.fromstring(await read(public, "/sitemap.xml", "application/xml"))
    places = {url.findtext("s:loc", "", MAP): url.findtext("s:lastmod", None, MAP) for url in tree}
    assert places[f"{URL}/reviews/{reference}"] == "2028-01-07"
    for place in places:
        assert (await public.get(place.removeprefix(URL))).status_code == 200
    assert f"Sitemap: {URL}/sitemap.xml" in await read(public, "/robots.txt", "text/plain")


async def test_robots_are_told_the_first_day_without_the_text(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    for path in (f"/reviews/{reference}", f"/reviews/{reference}/briefing"):
        answer = await public.get(path)
        assert answer.headers["x-robots-tag"] == "unavailable_after: 2028-01-07"
        assert '<meta name="robots" content="unavailable_after: 2028-01-07">' in answer.text


async def test_a_reports_page_describes_itself_and_the_data_cannot_end_its_element(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    words = ex.text.model_copy(update={"title": "Willow </script><b>"})
    reference = await stories.published(service, stepped, words)
    html = (await public.get(f"/reviews/{reference}")).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    told = json.loads(block)
    assert (told["name"], told["reportNumber"], told["expires"]) == (words.title, reference, "2028-01-07")
