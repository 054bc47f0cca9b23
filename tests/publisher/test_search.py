"""Searching the public site: what is found, what is marked, and what can no longer be found."""

import httpx
import pytest

from services.publisher.care import ChooseThemes
from services.publisher.commands import ListPastReview
from services.publisher.past_reviews import SUBJECT
from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

pytestmark = pytest.mark.real


async def found(public: httpx.AsyncClient, query: str) -> str:
    answer = await public.get(f"/search?{query}")
    assert answer.status_code == 200
    return answer.text


async def test_words_are_found_in_all_their_forms_and_marked(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    html = await found(public, "q=visitors")  # the report says "visitor's"
    assert f'<a href="/reviews/{reference}">' in html and "1 review<" in html
    assert "<mark>visitor" in html
    assert "Nothing was found" in await found(public, "q=submarine")
    assert "Nothing was found" in await found(public, "q=visitor+-concern")


async def test_filters_by_year_type_and_theme_narrow_what_is_found(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    await stories.do(service, ChooseThemes(themes=("Neglect",)))
    await stories.do(service, ListPastReview(title="Ted", kind="thematic review", year=2022), subject=SUBJECT)
    assert "2 reviews" in await found(public, "")
    for query in ("year=2027", "type=practice+review", "theme=Neglect"):
        html = await found(public, query)
        assert reference in html and "Ted" not in html
    assert "Nothing was found" in await found(public, "theme=Neglect&year=2022")
    assert '<option value="2022" selected>' in await found(public, "year=2022")


async def test_what_was_taken_down_is_found_by_its_title_alone(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    assert "Nothing was found" in await found(public, "q=visitor")
    assert reference in await found(public, "q=willow")
    assert await service.log.pool.fetchval("SELECT body FROM public_words") == ""


async def test_a_passage_cannot_bring_a_tag_of_its_own(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    words = ex.text.model_copy(update={"report": "before <script>alert(1)</script> visitor after"})
    await stories.published(service, stepped, words)
    html = await found(public, "q=visitor")
    assert "<script>" not in html and "<mark>visitor</mark>" in html
    assert "<b>" not in await found(public, "q=%3Cb%3E%22%27")


@pytest.mark.parametrize(
    "query",
    ["year=soon", "year=-1", "year=99999", "year=२०२७", "type=secret", "page=0", "page=x", "page=9999", "page="],
)
async def test_what_no_form_of_ours_sends_is_a_bad_request(public: httpx.AsyncClient, query: str) -> None:
    answer = await public.get(f"/search?{query}")
    assert (answer.status_code, "Something went wrong" in answer.text) == (400, True)


@pytest.mark.parametrize("words", ["%00", "%ff%fe", "%ed%a0%80", "'", '"', "((&|!*:", "a" * 5000, "%22" * 99])
async def test_no_words_make_it_fail(public: httpx.AsyncClient, words: str) -> None:
    assert "Nothing was found" in await found(public, f"q={words}&theme={words}")
