"""The list of reviews, and each review: its page, its briefing, its Easy Read version and its PDF."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from services.publisher.listing import arrange
from services.publisher.markdown import contents
from services.publisher.printing import pdf
from services.publisher.site.metadata import metadata
from services.publisher.site.pages import Pages
from services.publisher.text import is_reference
from services.publisher.views import search
from services.publisher.views import site as reviews
from services.publisher.views.site import PublicReview
from shared.events.publisher import PublicText
from shared.service import Service

Page = TypeVar("Page", bound=Response)
_READ = ["GET", "HEAD"]


def routes(service: Service, pages: Pages, is_ready: Callable[[], bool]) -> APIRouter:
    router = APIRouter()
    _add_list(router, service, pages, is_ready)
    _add_pages(router, service, pages, is_ready)

    @router.api_route("/reviews/{reference}/report.pdf", methods=_READ)
    async def read_pdf(reference: str) -> Response:
        review, text = await _find(service, reference, is_ready)
        if text is None:
            return without_text(pages, review)
        made = await asyncio.to_thread(pdf, text, pages.partnership.name)
        name = {"Content-Disposition": f'inline; filename="{reference}.pdf"'}
        return not_after(Response(made, media_type="application/pdf", headers=name), review)

    return router


def _add_list(router: APIRouter, service: Service, pages: Pages, is_ready: Callable[[], bool]) -> None:
    @router.api_route("/", methods=_READ)
    async def list_reviews() -> HTMLResponse:
        _if_ready(is_ready)
        pool = service.log.pool
        listing = arrange(await reviews.all_public(pool), await reviews.all_past(pool))
        return pages.show("list", listing=listing, choices=await search.choices(pool), asked=search.Asked())


def _add_pages(router: APIRouter, service: Service, pages: Pages, is_ready: Callable[[], bool]) -> None:
    @router.api_route("/reviews/{reference}", methods=_READ)
    async def read_review(reference: str) -> HTMLResponse:
        review, text = await _find(service, reference, is_ready)
        if text is None:
            return without_text(pages, review)
        described = metadata(pages.partnership, review, text)
        page = pages.show("report", review=review, text=text, contents=contents(text.report), metadata=described)
        return not_after(page, review)

    @router.api_route("/reviews/{reference}/briefing", methods=_READ)
    async def read_briefing(reference: str) -> HTMLResponse:
        """Where improvements alone are published there is none."""
        review, text = await _find(service, reference, is_ready)
        if text is None:
            return without_text(pages, review)
        if not text.briefing:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return not_after(pages.show("briefing", review=review, text=text), review)

    @router.api_route("/reviews/{reference}/easy-read", methods=_READ)
    async def read_easily(reference: str) -> HTMLResponse:
        """Not every report has one."""
        review, text = await _find(service, reference, is_ready)
        if text is None:
            return without_text(pages, review)
        if not text.easy_read:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return not_after(pages.show("easy-read", review=review, text=text), review)


def without_text(pages: Pages, review: PublicReview) -> HTMLResponse:
    """The permanent page. Of what was removed in an emergency nothing is told, and no cache may keep more."""
    if review.removed_on is None:
        return pages.show("landing", review=review)
    page = pages.show("removed", HTTPStatus.GONE, reference=review.reference)
    page.headers["Cache-Control"] = "no-store"
    page.headers["Clear-Site-Data"] = '"cache"'
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def not_after(page: Page, review: PublicReview) -> Page:
    """Search engines are told with the page itself on which day it goes: nobody has to tell them then."""
    if review.until:
        page.headers["X-Robots-Tag"] = f"unavailable_after: {review.until}"
    if review.corrected_on:  # a browser that kept the text before forgets it
        page.headers["Clear-Site-Data"] = '"cache"'
    return page


def _if_ready(is_ready: Callable[[], bool]) -> None:
    if not is_ready():
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)


async def _find(
    service: Service, reference: str, is_ready: Callable[[], bool]
) -> tuple[PublicReview, PublicText | None]:
    """Nothing but a well-formed reference reaches the database."""
    _if_ready(is_ready)
    found = await reviews.one(service.log.pool, reference) if is_reference(reference) else None
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found
