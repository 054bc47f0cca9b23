"""Files over HTTP: reports in a spreadsheet, and documents that go with a report."""

from collections.abc import Collection
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.intake import attachments, importing, spreadsheet
from services.intake.amendment import case_of
from services.intake.by_hand import Agency, by_hand, is_a_person, whose
from services.intake.importing import Brought
from services.intake.spreadsheet import Row
from shared import documents
from shared.edge import MAX_BYTES, BadInput, Code, Name
from shared.events.amendments import DocumentKind
from shared.events.intake import IncidentReported
from shared.service import KeyReused, Service
from shared.web.bodies import bytes_of_request
from shared.web.commands import RESPONSES, Actor, Prefer, answer
from shared.web.needing import let_in_elsewhere
from shared.web.problems import documented

DryRun = Annotated[bool, Query(description="false: in earnest")]
Check = Annotated[bool, Query(description="true: only say what would be answered; nothing is kept")]
_ANY_BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class RowProblem(BaseModel):
    column: str
    detail: str


class RowAnswer(BaseModel):
    """`row` as a spreadsheet counts, the header being 1. `case` is null of a check, and of what was refused."""

    row: int
    accepted: bool
    case: str | None = None
    flags: list[str] = []
    problems: list[RowProblem] = []


class ImportedRow(BaseModel):
    """`due_on` is the notification's, where one was decided."""

    row: int
    case: str
    due_on: date | None
    problems: list[RowProblem]

    @classmethod
    def of(cls, it: Brought) -> "ImportedRow":
        found = [RowProblem(column=column, detail=rule) for column, rule in it.problems]
        return cls(row=it.line, case=it.case, due_on=it.due_on, problems=found)


class Imported(BaseModel):
    rows: list[ImportedRow]


class Uploaded(BaseModel):
    taken_in: int
    refused: int
    rows: list[RowAnswer]

    @classmethod
    def of(cls, rows: list[RowAnswer]) -> "Uploaded":
        accepted = sum(row.accepted for row in rows)
        return cls(taken_in=accepted, refused=len(rows) - accepted, rows=rows)


CSV = "text/csv"
_CSV = {"required": True, "content": {CSV: {"schema": {"type": "string"}}}}


def file_routes(service: Service, agencies: Collection[str]) -> APIRouter:
    router = APIRouter(tags=["incidents"])

    @router.get("/reports/template.csv", response_class=Response, responses={200: {"content": {CSV: {}}}})
    async def csv_template() -> Response:
        """The columns of a spreadsheet of reports."""
        named = {"Content-Disposition": 'attachment; filename="reports.csv"'}
        return Response(spreadsheet.template(), headers=named, media_type=CSV)

    @router.post("/reports/csv", responses=documented(413, 415, 422), openapi_extra={"requestBody": _CSV})
    async def report_by_spreadsheet(
        request: Request, actor: Actor, check: Check = False, agency: Agency = None
    ) -> Uploaded:
        """Reports, one a row. Every row is answered by itself: what is right is taken in."""
        sender = await whose(service, actor, agency, agencies)
        content = await bytes_of_request(request, MAX_BYTES)
        found = spreadsheet.rows(content, sender, service.clock.now())
        return Uploaded.of([await _answered(service, row, actor, check) for row in found])

    @router.post("/import", responses=documented(413, 422), openapi_extra={"requestBody": _CSV})
    async def import_open_cases(request: Request, actor: Actor, dry_run: DryRun = True) -> Imported:
        """Open cases, one a row, with what had been done and when. A row is taken in as a whole or not at all."""
        content = await bytes_of_request(request, MAX_BYTES)
        if not is_a_person(actor):
            raise BadInput(("/header/Actor", "must be person:…"))
        rows = importing.rows_of(content)
        await let_in_elsewhere(request, importing.cases_named(rows))
        person = actor.removeprefix("person:")
        found = await importing.bring_in(service, rows, agencies, person, dry_run=dry_run)
        return Imported(rows=[ImportedRow.of(each) for each in found])

    @router.post("/reports/{report:path}/attachments", responses=RESPONSES, openapi_extra=_ANY_BYTES)
    async def attach_a_document(
        request: Request,
        report: Code,
        actor: Actor,
        kind: DocumentKind,
        name: Name,
        prefer: Prefer = None,
        agency: Agency = None,
    ) -> Response:
        """A document of the agency's report, as it is; at most 10 MiB. The same bytes again change nothing."""
        sender = await whose(service, actor, agency, agencies)
        await let_in_elsewhere(request, [case_of(sender, report)])
        content = await bytes_of_request(request, documents.MOST_BYTES)
        said = await attachments.keep(service, sender, report, content, kind=kind, name=name, actor=actor)
        return await answer(service, said, prefer)

    return router


async def _answered(service: Service, row: Row, actor: str, check: bool) -> RowAnswer:
    """A row by itself. A database that is away ends the whole: sent again, what was taken in is a repeat."""
    if row.demand is None:
        return _refused(row, *row.problems)
    demand = by_hand(row.demand, actor)
    do = service.rehearse if check else service.do
    try:
        said = await do(demand.ask.subject, demand.ask.command, actor=demand.actor, cause=demand.id)
    except KeyReused:
        return _refused(row, ("id", "this id was already used for another content"))
    flags = [flag for it in said.events if isinstance(it.data, IncidentReported) for flag in it.data.flags]
    return RowAnswer(row=row.line, accepted=True, case=None if check else said.subject, flags=flags)


def _refused(row: Row, *problems: tuple[str, str]) -> RowAnswer:
    found = [RowProblem(column=column, detail=rule) for column, rule in problems]
    return RowAnswer(row=row.line, accepted=False, problems=found)
