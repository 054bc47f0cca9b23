"""Where the partners publish improvements only, readers are told so, and that it is not the report."""

import json
import re

import httpx
import pytest

from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock
from tests.publisher.test_decider_limiting import improvements, limit

pytestmark = pytest.mark.real


@pytest.fixture
async def limited(service: Service, stepped: SteppedClock) -> str:
    await stories.accepted(service)
    await stories.do(service, limit)
    await stories.certify(service, improvements)
    await stories.schedule(service, stepped, improvements)
    await stories.work(service, stepped, ex.PUBLISHED_AT)
    reference: str = await service.log.pool.fetchval("SELECT reference FROM public_reviews")
    return reference


async def test_the_page_says_that_it_is_not_the_report_and_who_knows_why(
    public: httpx.AsyncClient, limited: str
) -> None:
    html = (await public.get(f"/reviews/{limited}")).text
    assert "Not the whole report" in html and "given their reasons to the national Panel" in html
    assert "This report describes" not in html and "The report as a PDF" not in html
    assert "improvements only" in (await public.get("/")).text


async def test_of_a_report_that_is_published_in_full_nothing_of_the_kind_is_said(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    html = (await public.get(f"/reviews/{reference}")).text
    assert "Not the whole report" not in html and "The report as a PDF" in html
    assert "improvements only" not in (await public.get("/")).text


async def test_without_a_briefing_there_is_no_page_or_link_for_one(
    public: httpx.AsyncClient, limited: str
) -> None:
    assert "/briefing" not in (await public.get(f"/reviews/{limited}")).text
    assert (await public.get(f"/reviews/{limited}/briefing")).status_code == 404


async def test_without_a_reviewer_no_author_is_named_to_search_engines(
    public: httpx.AsyncClient, limited: str
) -> None:
    html = (await public.get(f"/reviews/{limited}")).text
    (described,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert "author" not in json.loads(described)
