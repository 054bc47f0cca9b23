"""The addresses of files of many cases."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.export_pages import ExportPages
from shared.web.problems import documented

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_FORM = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}}
_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
_AWAY: dict[int | str, dict[str, Any]] = {503: {"description": "The database is away", "content": _PAGE}}
_NONE: dict[int | str, dict[str, Any]] = {404: {"description": "No such file was asked for", "content": _PAGE}}
_ON: dict[int | str, dict[str, Any]] = {303: {"description": "Where to go on"}}
_SENT: dict[int | str, dict[str, Any]] = {
    **_ON,
    409: {"description": "Not now, or not by whoever asks; the page says why", "content": _PAGE},
    422: {"description": "The form as it was left, with what is wrong", "content": _PAGE},
    **documented(413, 415),
}
_FIRST: dict[int | str, dict[str, Any]] = {303: {"description": "First to sign in once more, or to ask for it"}}


def export_routes(pages: ExportPages) -> APIRouter:
    router = APIRouter(tags=["files of many cases"], default_response_class=HTMLResponse)
    _asking(router, pages)
    _deciding(router, pages)
    _taking(router, pages)
    return router


def _asking(router: APIRouter, pages: ExportPages) -> None:
    @router.get("/exports", responses=_AWAY)
    async def list_exports(request: Request) -> Response:
        """What one has asked for, what waits to be decided, and the form that asks for the cases of a search."""
        return await pages.list(request)

    @router.post("/exports", responses={**_SENT, **_NONE, **_AWAY}, openapi_extra=_FORM)
    async def ask_for_export(request: Request) -> Response:
        """The first of two people: `filters` as the list's address has them, and the `purpose`."""
        return await pages.ask(request)

    @router.get("/exports/{export}", responses={**_NONE, **_AWAY})
    async def one_export(request: Request, export: str) -> Response:
        """Which cases, what for, and what became of it: for whoever asked, and for whoever decides."""
        return await pages.one(request, export)


def _deciding(router: APIRouter, pages: ExportPages) -> None:
    @router.post("/exports/{export}/approve", responses={**_SENT, **_NONE, **_AWAY}, openapi_extra=_FORM)
    async def approve_export(request: Request, export: str) -> Response:
        """The second: whoever asked may fetch it until the end of the next working day."""
        return await pages.approve(request, export)

    @router.post("/exports/{export}/decline", responses={**_SENT, **_NONE, **_AWAY}, openapi_extra=_FORM)
    async def decline_export(request: Request, export: str) -> Response:
        """It is not to leave, for these `reasons`; where it was approved, not any more."""
        return await pages.decline(request, export)


def _taking(router: APIRouter, pages: ExportPages) -> None:
    @router.get("/cases.csv", responses={**_CSV, **_FIRST, **documented(503)}, response_class=Response)
    async def export_cases(request: Request) -> Response:
        """The same search as a CSV, safe for spreadsheets: up to a page of it. More takes two people."""
        return await pages.at_once(request)

    taken = {**_CSV, **_FIRST, 409: _SENT[409], **_NONE, **documented(503)}

    @router.get("/exports/{export}/cases.csv", responses=taken, response_class=Response)
    async def take_export(request: Request, export: str) -> Response:
        """The cases that were approved, for whoever asked, as that person may see them."""
        return await pages.take(request, export)
