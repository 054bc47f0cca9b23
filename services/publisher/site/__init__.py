"""The public site: plain pages, no cookies, no scripts, nothing from elsewhere."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from services.publisher.site import answers, asking, feeds, reading, searching
from services.publisher.site.limits import Limit
from services.publisher.site.pages import PAGES, Pages
from shared.faults import OURS
from shared.partnership import Partnership
from shared.service import Service
from shared.web.headers import POLICY, TLS_ALONE, policy

log = structlog.get_logger()
_READ = ["GET", "HEAD"]
_WORDS = ("about", "accessibility", "complaints")
_FILES = {"/site.css": "text/css", "/icon.svg": "image/svg+xml; charset=utf-8"}
SAFE = {
    POLICY: policy("style-src 'self'", "img-src 'self'", forms="'self'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": TLS_ALONE,
    "Cache-Control": "no-cache",  # what was taken down must not live on in a cache
}


def site(service: Service, partnership: Partnership, is_ready: Callable[[], bool]) -> FastAPI:
    app = FastAPI(title="site", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    pages = Pages(partnership)
    _guard(app, pages)
    _add_files(app)
    for path in _WORDS:
        app.add_api_route(f"/{path}", _page(pages, path), methods=_READ)
    app.include_router(reading.routes(service, pages, is_ready))
    app.include_router(searching.routes(service, pages, is_ready))
    app.include_router(asking.routes(service, pages, is_ready, Limit()))
    app.include_router(answers.routes(service, pages, is_ready))
    app.include_router(feeds.routes(service, partnership, is_ready))
    return app


def _page(pages: Pages, name: str) -> Callable[[], HTMLResponse]:
    def give() -> HTMLResponse:
        return pages.show(name)

    return give


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
