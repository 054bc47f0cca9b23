"""What readers, programs, caches and staff see of a correction."""

import httpx
import pytest

from shared import views
from shared.service import Service
from tests.publisher import corrections as co
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

pytestmark = pytest.mark.real


@pytest.fixture
async def reference(service: Service, stepped: SteppedClock) -> str:
    found = await stories.published(service, stepped)
    await co.corrected(service, stepped)
    return found


async def test_the_page_says_that_it_was_corrected_when_and_what(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock, reference: str
) -> None:
    page = await public.get(f"/reviews/{reference}")
    assert "Corrected on <time" in page.text and "1 February 2027" in page.text and co.NOTE in page.text
    assert "March" not in page.text
    assert page.headers["clear-site-data"] == '"cache"' and page.headers["cache-control"] == "no-cache"
    assert "corrected <time" in (await public.get(f"/reviews/{reference}/briefing")).text
    assert "corrected <time" in (await public.get("/")).text
    assert '"dateModified": "2027-02-01"' in page.text


async def test_feeds_sitemap_and_search_have_the_corrected_text(public: httpx.AsyncClient, reference: str) -> None:
    (item,) = (await public.get("/feed.json")).json()["items"]
    assert (item["date_published"][:10], item["date_modified"][:10]) == ("2027-01-06", "2027-02-01")
    assert "<updated>2027-02-01T" in (await public.get("/feed.atom")).text
    assert "<lastmod>2027-02-01</lastmod>" in (await public.get("/sitemap.xml")).text
    assert "Nothing was found" in (await public.get("/search?q=March")).text


async def test_the_original_is_kept_inside_and_is_nowhere_outside(
    staff: httpx.AsyncClient, public: httpx.AsyncClient, reference: str
) -> None:
    first, second = (await staff.get(f"/publications/{ex.CASE}/versions")).json()
    assert (first["number"], first["text_hash"], first["public_from"]) == (0, ex.HASH, "2027-01-06")
    assert (second["number"], second["text_hash"], second["public_from"]) == (1, co.HASH, "2027-02-01")
    assert second["pdf_hash"] not in ("", first["pdf_hash"])
    kept = (await staff.get(f"/publications/{ex.CASE}/versions/0")).json()
    assert "March" in kept["text"]["report"]
    assert (await staff.get(f"/publications/{ex.CASE}/versions/2")).status_code == 404
    assert (await public.get(f"/reviews/{reference}/versions/0")).status_code == 404


async def test_the_row_tells_of_the_correction_and_views_built_anew_are_the_same(
    staff: httpx.AsyncClient, service: Service, reference: str
) -> None:
    row = (await staff.get(f"/publications/{ex.CASE}")).json()
    assert (row["state"], row["corrected_on"], row["public_hash"]) == ("published", "2027-02-01", co.HASH)
    async with service.log.pool.acquire() as connection:
        for table, (live, folded) in (await views.compared(service, connection)).items():
            assert live == folded, table


async def test_its_year_goes_on_from_the_first_day(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock, reference: str
) -> None:
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    assert "7 January 2028" in (await public.get(f"/reviews/{reference}")).text


async def test_while_it_is_drafted_the_site_does_not_change(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    found = await stories.published(service, stepped)
    before = (await public.get(f"/reviews/{found}")).text
    await stories.do(service, ex.save(co.text))
    assert (await public.get(f"/reviews/{found}")).text == before
    row = (await staff.get(f"/publications/{ex.CASE}")).json()
    assert (row["state"], row["public_hash"]) == ("correcting", ex.HASH)
    assert any("Two people must certify" in each for each in row["not_yet_because"])
