"""The public site: what can be read, for how long, and that nothing else happens."""

import re
from html.parser import HTMLParser

import httpx
import pytest

from services.publisher.commands import ListPastReview
from services.publisher.past_reviews import SUBJECT
from services.publisher.site import site
from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock, client_of, made_with

pytestmark = pytest.mark.real


class Page(HTMLParser):
    """A page as a program reads it: its title, its outline, and what it would load."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.html = answer.text
        self.outline: list[int] = []
        self.loads: list[str] = []
        self.feed(answer.text)

    @property
    def title(self) -> str:
        return re.findall(r"<title>(.*?)</title>", self.html)[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.outline.append(int(tag[1]))
        known = dict(attrs)
        data = tag == "script" and known == {"type": "application/ld+json"}  # a block of data: nothing runs it
        if tag in ("script", "img", "iframe", "object", "embed", "style", "base") and not data:
            self.loads.append(tag)
        if tag == "link" and known["rel"] != "alternate":
            self.loads.append(known["href"] or "")


async def page(public: httpx.AsyncClient, path: str, status: int = 200) -> Page:
    answer = await public.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer)


async def test_the_report_can_be_read_from_the_list(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    listed = await page(public, "/")
    assert f'<a href="/reviews/{reference}">{ex.text.title}</a>' in listed.html
    assert '<time datetime="2027-01-06">6 January 2027</time>' in listed.html
    report = await page(public, f"/reviews/{reference}")
    for words in (ex.text.reviewer, "“Willow” is not a real name", "<em>March</em>", "<strong>April</strong>"):
        assert words in report.html
    assert f'href="/reviews/{reference}/briefing"' in report.html
    assert '<a href="https://www.bbc.co.uk/weather" rel="noreferrer">Exit this page</a>' in report.html


async def test_the_briefing_has_its_six_steps_in_order(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    briefing = await page(public, f"/reviews/{reference}/briefing")
    assert re.findall(r"<h2>(.*?)</h2>", briefing.html) == [heading for heading, _ in ex.text.briefing]


async def test_after_a_year_the_page_stays_and_the_text_is_gone(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    for path in (f"/reviews/{reference}", f"/reviews/{reference}/briefing"):
        landing = await page(public, path)
        assert ex.text.title in landing.html
        assert "Practice review" in landing.html and "2027" in landing.html
        assert f'href="/ask/{reference}"' in landing.html
        assert not any(words in landing.html for words in (ex.text.reviewer, "April", ex.STEPS[0]))
    listed = (await page(public, "/")).html
    assert reference in listed[listed.index('id="archived"') :]


async def test_past_reviews_are_titles_only(public: httpx.AsyncClient, service: Service) -> None:
    for title, archived in (("Ted", False), ("Thematic <SCR>", True)):
        listed = ListPastReview(title=title, kind="practice review", year=2022, archived=archived)
        await stories.do(service, listed, subject=SUBJECT)
    html = (await page(public, "/")).html
    assert '<span class="title">Ted</span>' in html
    assert '<span class="title">Thematic &lt;SCR&gt;</span>' in html[html.index('id="archived"') :]
    assert "The texts of archived reviews are with the partnership" in html
    assert "/reviews/" not in html


async def test_the_list_says_who_the_partners_are_and_how_long_reports_stay(public: httpx.AsyncClient) -> None:
    html = (await page(public, "/")).html
    known = ex.partnership()
    assert known.site.introduction in html
    assert all(partner in html for partner in known.site.partners)
    assert "one year" in html and f"mailto:{known.contact}" in html


async def test_whatever_the_author_writes_is_inert(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    evil = "<script>alert(1)</script><img src=//x onerror=alert(1)>"
    steps = tuple((f"{evil}", f"{evil}\n\n[x](javascript:alert(1))") for _ in range(6))
    words = ex.text.model_copy(
        update={"title": evil, "pseudonym": evil, "reviewer": evil, "report": evil, "briefing": steps}
    )
    reference = await stories.published(service, stepped, words)
    for path in ("/", f"/reviews/{reference}", f"/reviews/{reference}/briefing"):
        found = await page(public, path)
        assert found.loads == ["/site.css", "/icon.svg"]
        assert "javascript:alert" not in re.sub(r">[^<]*<", "><", found.html)


async def test_every_page_has_a_title_of_its_own_one_h1_and_no_gap_in_its_outline(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    paths = ["/", f"/reviews/{reference}", f"/reviews/{reference}/briefing", "/search?q=baby"]
    paths += ["/about", "/complaints", "/accessibility"]
    pages = [*[await page(public, path) for path in paths], await page(public, "/none", 404)]
    assert len({found.title for found in pages}) == len(pages)
    for found in pages:
        assert found.outline.count(1) == 1 and found.outline[0] == 1
        assert all(after <= before + 1 for before, after in zip(found.outline, found.outline[1:], strict=False))
        assert '<html lang="en-GB">' in found.html
        assert '<a class="skip" href="#main">' in found.html
        assert found.loads == ["/site.css", "/icon.svg"]


async def test_every_answer_is_safe_and_sets_no_cookie(public: httpx.AsyncClient) -> None:
    for path in ("/", "/none", "/site.css", "/icon.svg", "/accessibility"):
        headers = (await public.get(path)).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; style-src 'self'; img-src 'self'"
        )
        assert "frame-ancestors 'none'; form-action 'self'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/reviews/",
        "/reviews/CSPR-2027-0000",
        "/reviews/%00",
        "/reviews/%ff%fe",
        "/reviews/CSPR-2027-0000%0a",
        "/reviews/..%2f..%2fetc%2fpasswd",
        "/reviews/' OR 1=1 --",
        f"/reviews/{'9' * 5000}",
        "/reviews/CSPR-２０２７-0000",
        "/openapi.json",
        "/docs",
    ],
)
async def test_a_bad_address_is_a_page_that_says_so(public: httpx.AsyncClient, path: str) -> None:
    assert "Page not found" in (await page(public, path, 404)).html


async def test_queries_and_other_methods_do_no_harm(public: httpx.AsyncClient) -> None:
    assert (await public.get(f"/?{'a=b&' * 15_000}")).status_code == 200
    assert (await public.head("/")).status_code == 200
    answer = await public.post("/", content=b"x" * 100_000)
    assert (answer.status_code, "Something went wrong" in answer.text) == (405, True)


async def test_until_ready_it_says_so_kindly() -> None:
    service = made_with(SteppedClock(ex.ACCEPTED_AT))  # its database was never opened
    async with client_of(site(service, ex.partnership(), is_ready=lambda: False)) as public:
        answer = await public.get("/")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert "Not available just now" in answer.text
        assert (await public.get("/site.css")).status_code == 200


async def test_a_fault_of_ours_is_a_page_without_a_traceback(public: httpx.AsyncClient, service: Service) -> None:
    await service.log.pool.execute("DROP TABLE views.past_reviews")
    answer = await public.get("/")
    assert (answer.status_code, "Something went wrong" in answer.text) == (500, True)
    assert "past_reviews" not in answer.text and "content-security-policy" in answer.headers


async def test_a_database_that_is_away_is_said_kindly(public: httpx.AsyncClient, service: Service) -> None:
    service.log.pool.terminate()
    assert (await public.get("/")).status_code == 503


async def test_what_the_pdf_has_the_pages_have(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    """The partners' response stands below the report, and the Easy Read version has a page of its own."""
    both = {"response": "We accept it.", "easy_read": "A baby was hurt."}
    reference = await stories.published(service, stepped, ex.text.model_copy(update=both))
    page = (await public.get(f"/reviews/{reference}")).text
    assert "We accept it." in page and f'href="/reviews/{reference}/easy-read"' in page
    assert "A baby was hurt." in (await public.get(f"/reviews/{reference}/easy-read")).text
    assert "1 review" in (await public.get("/search?q=accept")).text


async def test_a_report_without_an_easy_read_version_has_no_page_for_one(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    assert (await public.get(f"/reviews/{reference}/easy-read")).status_code == 404
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    assert "Request a copy" in (await public.get(f"/reviews/{reference}/easy-read")).text
