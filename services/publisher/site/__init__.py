"""The public site: plain pages, no cookies, no scripts, nothing from elsewhere."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from services.publisher.listing import arrange
from services.publisher.markdown import contents
from services.publisher.printing import pdf
from services.publisher.site import answers, asking, feeds, searching
from services.publisher.site.limits import Limit
from services.publisher.site.metadata import metadata
from services.publisher.site.pages import PAGES, Pages
from services.publisher.text import is_reference
from services.publisher.views import search
from services.publisher.views import site as reviews
from services.publisher.views.site import PublicReview
from shared.events.publisher import PublicText
from shared.faults import OURS
from shared.partnership import Partnership
from shared.service import Service

log = structlog.get_logger()
Page = TypeVar("Page", bound=Response)
_READ = ["GET", "HEAD"]
_WORDS = ("about", "accessibility", "complaints")
_FILES = {"/site.css": "text/css", "/icon.svg": "image/svg+xml"}
SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-cache",  # what was taken down must not live on in a cache
}


def site(service: Service, partnership: Partnership, is_ready: Callable[[], bool]) -> FastAPI:
    app = FastAPI(title="site", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    pages = Pages(partnership)
    _guard(app, pages)
    _add_files(app)
    _add_reviews(app, pages, service, is_ready)
    for path in _WORDS:
        app.add_api_route(f"/{path}", _page(pages, path), methods=_READ)
    app.include_router(searching.routes(service, pages, is_ready))
    app.include_router(asking.routes(service, pages, is_ready, Limit()))
    app.include_router(answers.routes(service, pages, is_ready))
    app.include_router(feeds.routes(service, partnership, is_ready))
    return app


def _page(pages: Pages, name: str) -> Callable[[], HTMLResponse]:
    def give() -> HTMLResponse:
        return pages.show(name)

    return give


def _add_reviews(app: FastAPI, pages: Pages, service: Service, is_ready: Callable[[], bool]) -> None:
    @app.api_route("/", methods=_READ)
    async def list_reviews() -> HTMLResponse:
        _if_ready(is_ready)
        pool = service.log.pool
        listing = arrange(await reviews.all_public(pool), await reviews.all_past(pool))
        return pages.show("list", listing=listing, choices=await search.choices(pool), asked=search.Asked())

    @app.api_route("/reviews/{reference}", methods=_READ)
    async def read_review(reference: str) -> HTMLResponse:
        _if_ready(is_ready)
        review, text = await _find(service, reference)
        if text is None:
            return without_text(pages, review)
        described = metadata(pages.partnership, review, text)
        page = pages.show("report", review=review, text=text, contents=contents(text.report), metadata=described)
        return not_after(page, review)

    @app.api_route("/reviews/{reference}/briefing", methods=_READ)
    async def read_briefing(reference: str) -> HTMLResponse:
        _if_ready(is_ready)
        review, text = await _find(service, reference)
        if text is None:
            return without_text(pages, review)
        return not_after(pages.show("briefing", review=review, text=text), review)

    @app.api_route("/reviews/{reference}/report.pdf", methods=_READ)
    async def read_pdf(reference: str) -> Response:
        _if_ready(is_ready)
        review, text = await _find(service, reference)
        if text is None:
            return without_text(pages, review)
        made = await asyncio.to_thread(pdf, text, pages.partnership.name)
        name = {"Content-Disposition": f'inline; filename="{reference}.pdf"'}
        return not_after(Response(made, media_type="application/pdf", headers=name), review)


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
    return page


def _if_ready(is_ready: Callable[[], bool]) -> None:
    if not is_ready():
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)


async def _find(service: Service, reference: str) -> tuple[PublicReview, PublicText | None]:
    """Nothing but a well-formed reference reaches the database."""
    found = await reviews.one(service.log.pool, reference) if is_reference(reference) else None
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


def _add_files(app: FastAPI) -> None:
    for path, media_type in _FILES.items():
        app.add_api_route(path, _file(PAGES / path.lstrip("/"), media_type), methods=_READ)


def _file(path: Path, media_type: str) -> Callable[[], Response]:
    content = path.read_bytes()

    def give() -> Response:
        return Response(content, media_type=media_type)

    return give


def _guard(app: FastAPI, pages: Pages) -> None:
    """Whatever happens, the answer is a page of ours with the safe headers, never a traceback."""

    async def told(_: Request, error: HTTPException) -> HTMLResponse:
        page = pages.error(error.status_code)
        page.headers.update(error.headers or {})
        return page

    app.add_exception_handler(HTTPException, told)  # type: ignore[arg-type]

    @app.middleware("http")
    async def safely(request: Request, call_next: RequestResponseEndpoint) -> Response:
        try:
            answer = await call_next(request)
        except Exception as error:
            away = isinstance(error, OURS)
            log.warning("site.failed", error_type=type(error).__name__, exc_info=not away)
            answer = pages.error(HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR)
        for name, value in SAFE.items():
            answer.headers.setdefault(name, value)
        return answer
