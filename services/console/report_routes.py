"""The addresses of a report by hand."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.report_by_hand import ReportByHand
from shared.web.problems import documented

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_OBJECT = {"schema": {"type": "object"}}
_FORM = {"requestBody": {"content": {"application/x-www-form-urlencoded": _OBJECT}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such part", "content": _PAGE},
    503: {"description": "Intake is away, or the database", "content": _PAGE},
}
_AGAIN: dict[int | str, dict[str, Any]] = {
    204: {"description": "Kept as a draft, whose id the header Draft tells"},
    303: {"description": "Kept; or sent"},
    422: {"description": "The part as it was left, with what is wrong", "content": _PAGE},
}


def report_routes(journey: ReportByHand) -> APIRouter:
    router = APIRouter(tags=["work"], default_response_class=HTMLResponse)

    @router.get("/report-by-hand", responses=_ANSWERS)
    async def report_by_hand(request: Request) -> Response:
        """A report that an agency told by telephone: its parts, and how far each is. `draft`: which one."""
        return await journey.tasks(request)

    @router.get("/report-by-hand/sent")
    async def report_sent(request: Request) -> Response:
        """It is in: the case it opened, and where to add documents."""
        return await journey.went(request)

    @router.get("/report-by-hand/{part}", responses=_ANSWERS)
    async def ask_part(request: Request, part: str) -> Response:
        """One part of it; `check` is the last look at all of them."""
        return await journey.ask(request, part)

    @router.post(
        "/report-by-hand/{part}", responses={**_ANSWERS, **_AGAIN, **documented(413, 415)}, openapi_extra=_FORM
    )
    async def answer_part(request: Request, part: str) -> Response:
        """One part, filled in; `check`: all of it is sent to intake."""
        return await journey.answer(request, part)

    return router
