"""The yearly report (Children Act 2004, section 16G) and statistics: as a page, PDF, CSV and JSON."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool

from services.console.around import Around
from services.console.figures.exports import FiguresDocument, as_csv, as_document
from services.console.figures.period import NoPeriod, Period, asked, years_alone
from services.console.figures.tables import Section, public
from services.console.needed import Needed
from services.console.pages import page
from services.console.records import CannotRead, Records
from shared import looking
from shared.calendar import london_date
from shared.dispatch.paper import pdf_of
from shared.edge import BadInput
from shared.web.problems import away, documented

Which = Literal["report", "statistics"]
Version = Literal["internal", "public"]
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_PAGE: dict[int | str, dict[str, Any]] = {
    422: {"description": "The page, saying what is no period", "content": {"text/html": _TEXT}},
    503: {"description": "The database is away", "content": {"text/html": _TEXT}},
}
_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": _TEXT}}}


class Found(NamedTuple):
    period: Period
    sections: Sequence[Section]
    version: Version


class FigurePages:
    """Each address takes `from`, `until` (statistics only), `known_on` and `version`, internal or public.

    The figures are of every case, whoever looks: two people's must agree. Whoever may not list every case gets the
    version for the public, of whole years, so that the difference to their lists tells of no single case.
    """

    def __init__(self, records: Records, around: Around, needed: Needed, partnership: object) -> None:
        self._needed = needed
        self._records = records
        self._around = around
        self._partnership = partnership

    async def html(self, request: Request, which: Which) -> Response:
        whole = await self._needed.sees_all(request)
        shown: dict[str, Any] = {"which": which, "every_case": whole, "sections": None, "wrong": None}
        try:
            period = self._period(request, which, whole)
        except NoPeriod as wrong:
            shown |= {"typed": dict(request.query_params), "wrong": wrong}
            return self._around.page(request, "figures", 422, **shown)
        version = _version(request, whole)
        try:
            shown["sections"] = await self._sections(period, version)
        except CannotRead:
            return self._around.page(request, "cannot-read", 503)
        typed = {**period.address(), "version": version}
        return self._around.page(request, "figures", **{**shown, "period": period, "typed": typed})

    async def document(self, request: Request, which: Which) -> FiguresDocument | JSONResponse:
        found = await self._found(request, which)
        return (
            found if isinstance(found, JSONResponse) else as_document(found.sections, found.period, found.version)
        )

    async def csv(self, request: Request, which: Which) -> Response:
        found = await self._found(request, which)
        if isinstance(found, JSONResponse):
            return found
        headers = _attached(f"{which}.csv")
        return PlainTextResponse(as_csv(found.sections), headers=headers, media_type="text/csv; charset=utf-8")

    async def pdf(self, request: Request, which: Which) -> Response:
        found = await self._found(request, which)
        if isinstance(found, JSONResponse):
            return found
        html = page("figures-printed", which=which, partnership=self._partnership, **found._asdict())
        content = await run_in_threadpool(pdf_of, html)
        return Response(content, headers=_attached(f"{which}.pdf"), media_type="application/pdf")

    async def _found(self, request: Request, which: Which) -> Found | JSONResponse:
        """Raises BadInput of what is no period."""
        whole = await self._needed.sees_all(request)
        version = _version(request, whole)
        try:
            period = self._period(request, which, whole)
            sections = await self._sections(period, version)
            looking.now().rows = sum(len(table.rows) for each in sections for table in each.tables)
            return Found(period, sections, version)
        except NoPeriod as wrong:
            raise BadInput((f"/query/{wrong.field}", wrong.rule)) from None
        except CannotRead:
            return away()

    def _period(self, request: Request, which: Which, whole: bool) -> Period:
        today = london_date(self._records.now())
        period = asked(request.query_params, today, yearly=which == "report")
        return period if whole else years_alone(period, today)

    async def _sections(self, period: Period, version: Version) -> list[Section]:
        sections = await self._records.figures(period)
        return public(sections) if version == "public" else sections


def _version(request: Request, whole: bool) -> Version:
    """Whoever asks for anything else is one of us, and gets what we see, if they see everything."""
    return "internal" if whole and request.query_params.get("version") != "public" else "public"


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def figure_routes(pages: FigurePages) -> APIRouter:
    router = APIRouter()
    for which in ("report", "statistics"):
        _routes_of(router, pages, which)
    return router


def _routes_of(router: APIRouter, pages: FigurePages, which: Which) -> None:
    what = "The yearly report of any twelve months" if which == "report" else "The figures of any period"

    @router.get(
        f"/{which}", tags=["pages"], summary=what, responses=_PAGE, response_class=HTMLResponse, name=which
    )
    async def html(request: Request) -> Response:
        return await pages.html(request, which)

    @router.get(
        f"/{which}.json",
        tags=["JSON"],
        summary=f"{what}, as JSON",
        responses=documented(422, 503),
        response_model=FiguresDocument,
        name=f"{which}_json",
    )
    async def document(request: Request) -> FiguresDocument | JSONResponse:
        return await pages.document(request, which)

    @router.get(
        f"/{which}.csv",
        tags=["JSON"],
        summary=f"{what}, as CSV",
        responses={**_CSV, **documented(422, 503)},
        response_class=Response,
        name=f"{which}_csv",
    )
    async def csv(request: Request) -> Response:
        return await pages.csv(request, which)

    @router.get(
        f"/{which}.pdf",
        tags=["JSON"],
        summary=f"{what}, as PDF",
        responses={**_PDF, **documented(422, 503)},
        response_class=Response,
        name=f"{which}_pdf",
    )
    async def pdf(request: Request) -> Response:
        return await pages.pdf(request, which)
