"""What operators look at: everything on one page, a page for each case, and both as JSON."""

import asyncio
import re
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response

from services.console.health import ask_all
from services.console.owed import Owed
from services.console.pages import STYLE, page
from services.console.records import CannotRead, Everything, Records
from services.console.views.cases import CaseRow
from shared.application import Application
from shared.partnership import Partnership
from shared.topics import SERVICES_THAT_SAY
from shared.web.problems import RETRY_AFTER_SECONDS, away, documented
from shared.web.quarantine import quarantine_routes

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_NOT_NOW: dict[int | str, dict[str, Any]] = {503: {"description": "The database is away", "content": _PAGE}}
_NO_CASE: dict[int | str, dict[str, Any]] = {404: {"description": "No such case", "content": _PAGE}}
_STYLE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/css": {"schema": {"type": "string"}}}}}
ASKED = (*SERVICES_THAT_SAY, "console")
CASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")


def routes(application: Application, partnership: Partnership) -> list[APIRouter]:
    return [
        _pages(Screens(application, partnership)),
        _machine_readable(Records(application, partnership)),
        quarantine_routes(application.service),
    ]


class Screens:
    """The pages, each with what it needs to know."""

    def __init__(self, application: Application, partnership: Partnership) -> None:
        self._records = Records(application, partnership)
        self._addresses = application.settings.services
        self._partnership = partnership
        self._agencies = {agency.id: agency for agency in partnership.agencies}

    async def overview(self) -> Response:
        services, known = await asyncio.gather(ask_all(ASKED, self._addresses), self._everything())
        return self._page("overview", 200 if known else 503, services=services, known=known)

    async def case(self, subject: str) -> Response:
        if not CASE_ID.fullmatch(subject):
            return self._page("no-case", 404)
        try:
            found = await self._records.one(subject)
        except CannotRead:
            return self._page("cannot-read", 503)
        return self._page("case", 200, it=found) if found else self._page("no-case", 404)

    async def _everything(self) -> Everything | None:
        try:
            return await self._records.everything()
        except CannotRead:
            return None

    def _page(self, name: str, status: int, **shown: object) -> HTMLResponse:
        around = {"partnership": self._partnership, "now": self._records.now(), "agencies": self._agencies}
        headers = {"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else None
        return HTMLResponse(page(name, **around, **shown), status, headers)


def _pages(screens: Screens) -> APIRouter:
    router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)

    @router.get("/", responses=_NOT_NOW)
    async def overview() -> Response:
        """The services, the duties that are outstanding, and all cases."""
        return await screens.overview()

    @router.get("/cases/{case}", responses={**_NOT_NOW, **_NO_CASE, **documented(422)})
    async def one_case(case: str) -> Response:
        """One case: where it stands, what is owed and why by then, and what happened."""
        return await screens.case(case)

    @router.get("/console.css", response_class=Response, responses=_STYLE)
    async def style() -> Response:
        """The only other file that a page needs."""
        return Response(STYLE, media_type="text/css")

    return router


def _machine_readable(records: Records) -> APIRouter:
    router = APIRouter(tags=["JSON"])

    @router.get("/cases.json", response_model=list[CaseRow])
    async def cases() -> list[CaseRow] | JSONResponse:
        """Every case and its stage, the newest first."""
        try:
            return (await records.everything()).cases
        except CannotRead:
            return away()

    @router.get("/duties.json", response_model=list[Owed])
    async def duties() -> list[Owed] | JSONResponse:
        """Every duty that is outstanding, the overdue first, then by date."""
        try:
            return (await records.everything()).duties
        except CannotRead:
            return away()

    return router
