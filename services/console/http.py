"""What operators look at and act by: the duty board, cases, work, the services; and the same as JSON."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from services.console.acting import Acting
from services.console.calendar_pages import calendar_routes
from services.console.catalogue import Catalogue
from services.console.changes import Changes
from services.console.draft_pages import draft_routes
from services.console.drafts import Drafts
from services.console.entrance import Entrance
from services.console.export_pages import ExportPages
from services.console.export_routes import export_routes
from services.console.figure_pages import FigurePages, figure_routes
from services.console.helping import helping_routes
from services.console.learning_pages import learning_routes
from services.console.live import live_routes
from services.console.mending import Mending
from services.console.needed import Needed
from services.console.owed import Owed
from services.console.pages import SCRIPT, STYLE
from services.console.partner_pages import partner_routes
from services.console.people_pages import people_routes
from services.console.proving import Proving
from services.console.readings import Readings, reading_routes
from services.console.records import CannotRead, Records
from services.console.report_by_hand import ReportByHand
from services.console.report_routes import report_routes
from services.console.screens import Screens
from services.console.signing import signing_routes
from services.console.views.cases import CaseRow
from services.console.who_looked_pages import WhoLooked, who_looked_routes
from shared.application import Application
from shared.partnership import Partnership
from shared.web.problems import PROBLEM_JSON, away, documented
from shared.web.quarantine import quarantine_routes

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_OBJECT = {"schema": {"type": "object"}}
_PARTS = {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}
_FORM_OR_FILE = {
    "requestBody": {"content": {"application/x-www-form-urlencoded": _OBJECT, "multipart/form-data": _PARTS}}
}
_KEPT: dict[int | str, dict[str, Any]] = {204: {"description": "Kept as a draft, whose id the header Draft tells"}}
_NOT_NOW: dict[int | str, dict[str, Any]] = {503: {"description": "The database is away", "content": _PAGE}}
_NOT_HERE: dict[int | str, dict[str, Any]] = {404: {"description": "There is no such thing", "content": _PAGE}}
_AGAIN: dict[int | str, dict[str, Any]] = {
    303: {"description": "Done; where to go on"},
    409: {"description": "Somebody else was quicker; the form as it was left", "content": _PAGE},
    422: {"description": "The form as it was left, with what is wrong", "content": _PAGE},
}
_NO_DAY: dict[int | str, dict[str, Any]] = {422: {"description": "No day to tell it of", "content": _PAGE}}
_AGAIN_FIRST: dict[int | str, dict[str, Any]] = {303: {"description": "First to sign in once more"}}
_SCRIPT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/javascript": {"schema": {"type": "string"}}}}}
_STYLE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/css": {"schema": {"type": "string"}}}}}


_NOT_LET_IN: dict[int | str, dict[str, Any]] = {
    401: {"description": "Nobody is signed in", "content": {PROBLEM_JSON: {"schema": _OBJECT["schema"]}}},
    403: {"description": "Not for whoever asks, or no form of ours", "content": {**_PAGE, PROBLEM_JSON: _OBJECT}},
    429: {
        "description": "Asked too often; nothing was done; ask again as Retry-After says",
        "content": {**_PAGE, PROBLEM_JSON: _OBJECT},
    },
}


def routes(
    application: Application, partnership: Partnership, records: Records, way_in: Entrance, needed: Needed
) -> list[APIRouter]:
    """All of them behind two: what changes something is a form of ours, and whoever asks needs to know."""
    before = [Depends(way_in.guard.of_our_form), Depends(needed)]
    behind = APIRouter(dependencies=before, responses=_NOT_LET_IN)
    for router in _routers(application, partnership, records, way_in, needed):
        behind.include_router(router)
    return [behind]


def _routers(
    application: Application, partnership: Partnership, records: Records, way_in: Entrance, needed: Needed
) -> list[APIRouter]:
    around = way_in.around
    catalogue = Catalogue(application.settings.services)
    drafts = Drafts(application)
    acting = Acting(records, around, catalogue, drafts, needed)
    changes = Changes(application.service.log)
    screens = Screens(records, around, acting, application.settings.services, changes, needed)
    return [
        _pages(screens, needed),
        _work(acting),
        signing_routes(around, way_in.ways),
        people_routes(way_in.people),
        live_routes(application, changes, way_in.guard.still, needed),
        draft_routes(around, drafts),
        calendar_routes(around, catalogue, records),
        helping_routes(around),
        learning_routes(around, catalogue),
        partner_routes(around, catalogue, Mending(around, catalogue, drafts)),
        report_routes(ReportByHand(around, catalogue, drafts, partnership)),
        reading_routes(Readings(around, catalogue)),
        figure_routes(FigurePages(records, around, needed, partnership)),
        who_looked_routes(
            WhoLooked(application.service.log, catalogue.addresses, around, Proving(records, around))
        ),
        export_routes(ExportPages(records, around, application.service, Proving(records, around))),
        _machine_readable(records, screens),
        quarantine_routes(application.service),
    ]


def _pages(screens: Screens, needed: Needed) -> APIRouter:
    router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)

    @router.get("/", responses=_NOT_NOW)
    async def duty_board(request: Request) -> Response:
        """What is outstanding, by how near it is; `rule`, `owed_to`, `band` and `seen=nobody` filter it.

        Below it what must be looked at again, and what waits for a person without a date.
        """
        return await screens.duties(request)

    @router.get("/waiting", responses=_NOT_NOW)
    async def waiting(request: Request) -> Response:
        """What waits without a date, the longest first: `group` is signature, aside, person or undated; `page`."""
        return await screens.waiting(request)

    @router.get("/cases", responses=_NOT_NOW)
    async def list_cases(request: Request) -> Response:
        """Found by `q`, `area`, `trigger_class`, `agency`, `assigned_to`, `team`, `owing`; `order`, `page`."""
        return await screens.cases(request)

    @router.get("/register", responses=_NOT_NOW)
    async def register(request: Request) -> Response:
        """Which cases there are and nothing of what they are about, found by `q`, `assigned_to`, `owing`;
        `order`, `page`.
        """
        return await screens.register(request)

    @router.get("/cases/{case}", responses={**_NOT_NOW, **_NOT_HERE, **_NO_DAY})
    async def one_case(request: Request, case: str) -> Response:
        """One case: where it stands, what is owed and why by then, what can be done, and what happened.

        Whoever may read no more is shown who did what and when: no particulars, and nothing of the child.

        `known_on`: as it was known at the end of that day, and what has happened since.
        """
        return await screens.case(request, case)

    @router.get("/system")
    async def system(request: Request) -> Response:
        """How the services are, asked at this moment, and of which cases that endangers a date."""
        await needed.narrow(request)
        return await screens.system(request)

    @router.get("/console.css", response_class=Response, responses=_STYLE)
    async def style() -> Response:
        """How pages look."""
        return Response(STYLE, media_type="text/css")

    @router.get("/console.js", response_class=Response, responses=_SCRIPT)
    async def script() -> Response:
        """What pages do beyond what they need to."""
        return Response(SCRIPT, media_type="text/javascript")

    return router


def _work(acting: Acting) -> APIRouter:
    router = APIRouter(tags=["work"], default_response_class=HTMLResponse)

    @router.get("/work")
    async def work(request: Request) -> Response:
        """What can be done that is not about one case."""
        return await acting.everything(request)

    @router.get("/work/{service}/{action}", responses={**_NOT_HERE, **_NOT_NOW})
    async def ask(request: Request, service: str, action: str) -> Response:
        """A form for one command of a service."""
        return await acting.ask(request, service, action)

    @router.post(
        "/work/{service}/{action}",
        responses={**_NOT_HERE, **_AGAIN, **_KEPT, **_NOT_NOW, **documented(413, 415)},
        openapi_extra=_FORM_OR_FILE,
    )
    async def answer(request: Request, service: str, action: str) -> Response:
        """The form, filled in: to be kept as a draft, checked, or sent to its service."""
        return await acting.answer(request, service, action)

    return router


def _machine_readable(records: Records, screens: Screens) -> APIRouter:
    router = APIRouter(tags=["JSON"])

    @router.get("/cases.json", response_model=list[CaseRow], responses=_AGAIN_FIRST)
    async def cases(request: Request) -> list[CaseRow] | Response:
        """The newest 25 cases and their stages, the newest first: as many as stand on a page of the list."""
        return await screens.newest(request)

    @router.get("/duties.json", response_model=list[Owed])
    async def duties() -> list[Owed] | JSONResponse:
        """Every duty that is outstanding, the overdue first, then by date."""
        try:
            return await records.duties()
        except CannotRead:
            return away()

    return router
