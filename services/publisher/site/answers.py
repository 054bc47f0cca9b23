"""What a requester alone can see: what became of the request, and the copy while its link lasts."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from services.publisher import copies
from services.publisher.copies import Addresses, same
from services.publisher.site.asking import private
from services.publisher.site.pages import Pages
from services.publisher.views import site as reviews
from services.publisher.views.requests import RequestRow
from shared.calendar import london_date
from shared.service import Service

_READ = ["GET", "HEAD"]


def routes(service: Service, pages: Pages, is_ready: Callable[[], bool]) -> APIRouter:
    router, addresses = APIRouter(), Addresses(service.keyring)

    @router.api_route("/requests/{request}/{token}", methods=_READ)
    async def see_request(request: str, token: str) -> HTMLResponse:
        id_ = _uuid(request)
        row = await _row(service, id_, is_ready, same(f"/requests/{request}/{token}", addresses.page(id_)))
        return private(await _answered(service, pages, addresses, row))

    @router.api_route("/copies/{request}/{until}/{token}", methods=_READ)
    async def read_copy(request: str, until: str, token: str) -> HTMLResponse:
        id_, last = _uuid(request), _day(until)
        known = same(f"/copies/{request}/{until}/{token}", addresses.copy(id_, last))
        row = await _row(service, id_, is_ready, known)
        if row.readable_until != last or london_date(service.clock.now()) > last:
            raise HTTPException(HTTPStatus.GONE)
        return private(await _copy(service, pages, row))

    return router


async def _answered(service: Service, pages: Pages, addresses: Addresses, row: RequestRow) -> HTMLResponse:
    until, link = row.readable_until, None
    if until and london_date(service.clock.now()) <= until and await _subject(service, row):
        link = addresses.copy(row.request, until)
    told = await copies.explanation(service, row.request) if row.standing == "refused" else ""
    found = await reviews.named(service.log.pool, row.reference)
    return pages.show("asked", row=row, link=link, told=told, title=found[0] if found else row.reference)


async def _copy(service: Service, pages: Pages, row: RequestRow) -> HTMLResponse:
    subject = await _subject(service, row)
    text = await copies.text_of(service, subject) if subject else None
    if text is None:
        raise HTTPException(HTTPStatus.GONE)
    return pages.show("copy", row=row, text=text)


async def _subject(service: Service, row: RequestRow) -> str | None:
    """The stream that has the text; none for a review from before this system."""
    found = await reviews.named(service.log.pool, row.reference)
    return found[1] if found else None


async def _row(service: Service, id_: UUID, is_ready: Callable[[], bool], known: bool) -> RequestRow:
    if not is_ready():
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
    row = await copies.standing(service, id_) if known else None
    if row is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return row


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None
