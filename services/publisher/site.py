"""The public site: plain pages, no cookies, no scripts, nothing from elsewhere."""

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from services.publisher.listing import arrange
from services.publisher.markdown import contents, render
from services.publisher.text import ALPHABET, LENGTH
from services.publisher.views import site as reviews
from services.publisher.views.site import PublicReview
from shared.events.publisher import PublicText
from shared.faults import OURS
from shared.partnership import Partnership
from shared.service import Service

log = structlog.get_logger()
PAGES = Path(__file__).parent / "pages"
EXIT_TO = "https://www.bbc.co.uk/weather"  # somewhere neutral; a plain link
RETRY_AFTER_SECONDS = "10"
_REFERENCE = re.compile(rf"CSPR-[0-9]{{4}}-[{ALPHABET}]{{{LENGTH}}}")
_READ = ["GET", "HEAD"]
_FILES = {"/site.css": "text/css", "/icon.svg": "image/svg+xml"}
SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-cache",  # what was taken down must not live on in a cache
}


class Pages:
    """The templates, and what every page knows."""

    def __init__(self, partnership: Partnership) -> None:
        self._jinja = Environment(
            loader=FileSystemLoader(PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals.update(partnership=partnership, exit_to=EXIT_TO)
        self._jinja.filters.update(day=lambda day: f"{day.day} {day:%B %Y}", markdown=render)

    def show(self, name: str, status: int = 200, **known: Any) -> HTMLResponse:
        return HTMLResponse(self._jinja.get_template(f"{name}.html").render(known), status)

    def error(self, status: int) -> HTMLResponse:
        page = self.show("error", status, code=status, phrase=HTTPStatus(status).phrase)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            page.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return page


def site(service: Service, partnership: Partnership, is_ready: Callable[[], bool]) -> FastAPI:
    app = FastAPI(title="site", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    pages = Pages(partnership)
    _guard(app, pages)
    _add_files(app)
    _add_reviews(app, pages, service, is_ready)

    @app.api_route("/accessibility", methods=_READ)
    async def accessibility() -> HTMLResponse:
        return pages.show("accessibility")

    return app


def _add_reviews(app: FastAPI, pages: Pages, service: Service, is_ready: Callable[[], bool]) -> None:
    @app.api_route("/", methods=_READ)
    async def list_reviews() -> HTMLResponse:
        _if_ready(is_ready)
        pool = service.log.pool
        listing = arrange(await reviews.all_public(pool), await reviews.all_past(pool))
        return pages.show("list", listing=listing)

    @app.api_route("/reviews/{reference}", methods=_READ)
    async def read_review(reference: str) -> HTMLResponse:
        _if_ready(is_ready)
        review, text = await _find(service, reference)
        if text is None:
            return pages.show("landing", review=review)
        return pages.show("report", review=review, text=text, contents=contents(text.report))

    @app.api_route("/reviews/{reference}/briefing", methods=_READ)
    async def read_briefing(reference: str) -> HTMLResponse:
        _if_ready(is_ready)
        review, text = await _find(service, reference)
        return pages.show("briefing" if text else "landing", review=review, text=text)


def _if_ready(is_ready: Callable[[], bool]) -> None:
    if not is_ready():
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)


async def _find(service: Service, reference: str) -> tuple[PublicReview, PublicText | None]:
    """Nothing but a well-formed reference reaches the database."""
    found = await reviews.one(service.log.pool, reference) if _REFERENCE.fullmatch(reference) else None
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
        return pages.error(error.status_code)

    app.add_exception_handler(HTTPException, told)  # type: ignore[arg-type]

    @app.middleware("http")
    async def safely(request: Request, call_next: RequestResponseEndpoint) -> Response:
        try:
            answer = await call_next(request)
        except Exception as error:
            away = isinstance(error, OURS)
            log.warning("site.failed", error_type=type(error).__name__, exc_info=not away)
            answer = pages.error(HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR)
        answer.headers.update(SAFE)
        return answer
