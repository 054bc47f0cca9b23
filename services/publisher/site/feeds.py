"""What is on the site, for programs: Atom and JSON feeds, the sitemap, and what robots may do.

All addresses begin with the configured one: what a request calls our host is never repeated.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from services.publisher.views import site as reviews
from services.publisher.views.site import PublicReview
from shared.deadline import start_of_local_day
from shared.partnership import Partnership
from shared.service import Service

_READ = ["GET", "HEAD"]
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_BEFORE_ANY = datetime(2018, 6, 29, tzinfo=UTC)  # an Atom feed says when it changed, even when nothing has
_PAGES = ("/", "/about", "/complaints", "/accessibility")


def routes(service: Service, partnership: Partnership, is_ready: Callable[[], bool]) -> APIRouter:
    router = APIRouter()

    async def listed() -> list[PublicReview]:
        if not is_ready():
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        return await reviews.all_public(service.log.pool)

    @router.api_route("/feed.atom", methods=_READ)
    async def atom() -> Response:
        return _xml(atom_feed(partnership, _on_site(await listed())), "application/atom+xml")

    @router.api_route("/feed.json", methods=_READ)
    async def feed() -> Response:
        return JSONResponse(json_feed(partnership, _on_site(await listed())), media_type="application/feed+json")

    @router.api_route("/sitemap.xml", methods=_READ)
    async def sitemap() -> Response:
        return _xml(site_map(partnership, await listed()), "application/xml")

    @router.api_route("/robots.txt", methods=_READ)
    async def robots() -> Response:
        text = f"User-agent: *\nDisallow: /search\nSitemap: {partnership.site.url}/sitemap.xml\n"
        return Response(text, media_type="text/plain")

    return router


def atom_feed(partnership: Partnership, on_site: Sequence[PublicReview]) -> ET.Element:
    """RFC 4287. The newest first; a report that was taken down is no entry any more."""
    url = partnership.site.url
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    _add(feed, "title", f"{partnership.name}: child safeguarding practice reviews")
    _add(feed, "id", f"{url}/")
    _add(feed, "link", "", rel="self", href=f"{url}/feed.atom")
    _add(feed, "link", "", rel="alternate", href=f"{url}/")
    _add(feed, "updated", _instant(max(map(_changed, on_site), default=None)))
    _add(ET.SubElement(feed, "author"), "name", partnership.name)
    for review in on_site:
        entry = ET.SubElement(feed, "entry")
        address = _address(partnership, review)
        _add(entry, "title", review.title)
        _add(entry, "id", address)
        _add(entry, "link", "", rel="alternate", href=address)
        _add(entry, "published", _instant(review.published_on))
        _add(entry, "updated", _instant(_changed(review)))
        for term in (review.kind, *review.themes):
            _add(entry, "category", "", term=term)
    return feed


def json_feed(partnership: Partnership, on_site: Sequence[PublicReview]) -> dict[str, object]:
    """JSON Feed 1.1."""
    url = partnership.site.url
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{partnership.name}: child safeguarding practice reviews",
        "home_page_url": f"{url}/",
        "feed_url": f"{url}/feed.json",
        "language": "en-GB",
        "items": [
            {
                "id": _address(partnership, it),
                "url": _address(partnership, it),
                "title": it.title,
                "content_text": f"{it.kind.capitalize()} {it.reference}",
                "date_published": _instant(it.published_on),
                "date_modified": _instant(_changed(it)),
                "tags": [it.kind, *it.themes],
            }
            for it in on_site
        ],
    }


def site_map(partnership: Partnership, every: Sequence[PublicReview]) -> ET.Element:
    """Every permanent page: a review's stays after its text was taken down."""
    root = ET.Element("urlset", xmlns=_SITEMAP)
    for path in _PAGES:
        _add(ET.SubElement(root, "url"), "loc", f"{partnership.site.url}{path}")
    for review in every:
        url = ET.SubElement(root, "url")
        _add(url, "loc", _address(partnership, review))
        _add(url, "lastmod", (review.taken_down_on or _changed(review)).isoformat())
    return root


def _on_site(every: Sequence[PublicReview]) -> list[PublicReview]:
    return [review for review in every if review.taken_down_on is None]


def _changed(review: PublicReview) -> date:
    """When its text last became what it is."""
    return review.corrected_on or review.published_on


def _address(partnership: Partnership, review: PublicReview) -> str:
    return f"{partnership.site.url}/reviews/{review.reference}"


def _instant(day: date | None) -> str:
    """The start of a London day, as RFC 3339 writes an instant."""
    return (start_of_local_day(day) if day else _BEFORE_ANY).isoformat()


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text or None


def _xml(root: ET.Element, media_type: str) -> Response:
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, media_type=f"{media_type}; charset=utf-8")
