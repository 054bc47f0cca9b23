"""What a requester alone can see, by their code: what became of the request, and the copy while it can be read."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from services.publisher import copies
from services.publisher.copies import Codes, copy_of, page_of
from services.publisher.site import forms
from services.publisher.site.pages import Pages
from services.publisher.views import site as reviews
from services.publisher.views.requests import RequestRow
from shared.calendar import london_date
from shared.service import Service

_READ = ["GET", "HEAD"]
WRONG = "Enter the code that you were given with this address, such as 7Q2XM-K0T4V-9ZB3R-D6HNE"


@dataclass(frozen=True)
class Answers:
    service: Service
    pages: Pages
    is_ready: Callable[[], bool]

    def asked_for(self, request: str, wrong: str = "") -> HTMLResponse:
        """The form for the code; of whatever id it is, so that nobody learns which there are."""
        self._ready()
        address = page_of(_uuid(request))
        status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
        return private(self.pages.show("code", status, address=address, wrong={"code": wrong} if wrong else {}))

    async def by_code(self, request: Request, id_: str) -> RequestRow | None:
        """Of which request, where the form bears its code."""
        self._ready()
        known, typed = _uuid(id_), (await forms.given(request)).get("code", "")
        return (
            await copies.standing(self.service, known) if Codes(self.service.keyring).is_of(known, typed) else None
        )

    async def to(self, request: UUID) -> HTMLResponse:
        """What became of it. Raises HTTPException where there is no such request yet."""
        row = await copies.standing(self.service, request)
        if row is None:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        return await self.about(row)

    async def about(self, row: RequestRow) -> HTMLResponse:
        link = copy_of(row.request) if self._can_be_read(row) and await self._subject(row) else None
        told = await copies.explanation(self.service, row.request) if row.standing == "refused" else ""
        found = await reviews.named(self.service.log.pool, row.reference)
        return private(
            self.pages.show(
                "asked",
                row=row,
                link=link,
                told=told,
                title=found[0] if found else row.reference,
                address=page_of(row.request),
                code=Codes(self.service.keyring).of(row.request),
            )
        )

    async def copy(self, row: RequestRow) -> HTMLResponse:
        """Raises HTTPException once it can be read no more."""
        subject = await self._subject(row) if self._can_be_read(row) else None
        text = await copies.text_of(self.service, subject) if subject else None
        if text is None:
            raise HTTPException(HTTPStatus.GONE)
        return private(self.pages.show("copy", row=row, text=text))

    def _can_be_read(self, row: RequestRow) -> bool:
        until = row.readable_until
        return until is not None and london_date(self.service.clock.now()) <= until

    async def _subject(self, row: RequestRow) -> str | None:
        """The stream that has the text; none for a review from before this system."""
        found = await reviews.named(self.service.log.pool, row.reference)
        return found[1] if found else None

    def _ready(self) -> None:
        if not self.is_ready():
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)


def routes(service: Service, pages: Pages, is_ready: Callable[[], bool]) -> APIRouter:
    router, answers = APIRouter(), Answers(service, pages, is_ready)

    @router.api_route("/requests/{id_}", methods=_READ)
    async def ask_for_code(id_: str) -> HTMLResponse:
        return answers.asked_for(id_)

    @router.post("/requests/{id_}")
    async def see_request(request: Request, id_: str) -> HTMLResponse:
        row = await answers.by_code(request, id_)
        return await answers.about(row) if row else answers.asked_for(id_, WRONG)

    @router.api_route("/copies/{id_}", methods=_READ)
    async def ask_first(id_: str) -> Response:
        """Whoever kept this address comes to where the code is asked for."""
        return RedirectResponse(page_of(_uuid(id_)), HTTPStatus.SEE_OTHER)

    @router.post("/copies/{id_}")
    async def read_copy(request: Request, id_: str) -> HTMLResponse:
        row = await answers.by_code(request, id_)
        return await answers.copy(row) if row else answers.asked_for(id_, WRONG)

    return router


def private(page: HTMLResponse) -> HTMLResponse:
    """What one person typed, or was given: no cache and no search engine keeps it."""
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None
