"""Files of many cases: where one is asked for, agreed to by another person, and fetched. Small ones at once."""

from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid4

from fastapi import Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from pydantic import BaseModel, ValidationError

from services.console.around import Around, you
from services.console.export import as_csv
from services.console.exporting import asked_for
from services.console.exporting.asked_for import AskedFor
from services.console.exporting.commands import (
    PURGED,
    ApproveExport,
    AskExport,
    DeclineExport,
    TakeExport,
    subject_of,
)
from services.console.needed import oversees
from services.console.proving import Proving
from services.console.records import CannotRead, Records
from services.console.session import whole
from services.console.typed import from_elsewhere, sent
from services.console.views.found import MOST_EXPORTED, PER_PAGE, Found, Search
from shared import looking
from shared.calendar import london_date
from shared.decider import Refused
from shared.edge import Reasons
from shared.events.exports import ExportAsked
from shared.faults import OURS
from shared.purposes import Purpose
from shared.service import Service
from shared.web.problems import away

EMPTY = "Enter what the file is needed for"
FOR: Purpose = "approving an export"
NO_REASON = "Enter why it is not to leave"


class Why(BaseModel):
    """What somebody typed: what a file is for, or why it is not to leave."""

    why: Reasons


class ExportPages:
    def __init__(self, records: Records, around: Around, service: Service, proving: Proving) -> None:
        self._records, self._around, self._service, self._proving = records, around, service, proving

    async def at_once(self, request: Request) -> Response:
        """As many as stand on one page of the list; more are asked for."""
        if (again := self._proving.anew(request, whole(request))) is not None:
            return again
        search = Search.of(request.query_params).model_copy(update={"page": 1})
        try:
            found = await self._records.cases(search, PER_PAGE)
        except CannotRead:
            return away()
        if found.how_many > PER_PAGE:
            looking.now().turned_away, looking.now().reason = True, "two-people"
            return RedirectResponse(f"/exports?{search.address()}", 303)
        return _file(found)

    async def list(self, request: Request) -> Response:
        """What was asked for, and the form that asks for what the address says."""
        return await self._listed(request, Search.of(request.query_params), 200)

    async def _listed(self, request: Request, search: Search, status: int, wrong: str = "") -> Response:
        search = search.model_copy(update={"page": 1})
        try:
            found = await self._records.cases(search, 1)
            today, decides = london_date(self._records.now()), oversees(request)
            listed = await asked_for.listed(self._service.log.pool, you(request), today, decides=decides)
        except (CannotRead, TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        shown = {"how_many": found.how_many, "most": MOST_EXPORTED, "small": PER_PAGE}
        new = str(uuid4())
        return self._around.page(
            request, "exports", status, search=search, asked=listed, wrong=wrong, new=new, **shown
        )

    async def ask(self, request: Request) -> Response:
        came = (await sent(request)).fields
        search = Search.of(dict(parse_qsl(came.get("filters", "")))).model_copy(update={"page": 1})
        export = _id(came.get("export", ""))
        if from_elsewhere(request) or export is None:
            return self._around.page(request, "no-export", 404)
        if not you(request):
            return RedirectResponse(f"/you?{urlencode({'back': f'/exports?{search.address()}'})}", 303)
        try:
            purpose = Why(why=came.get("purpose", "")).why
        except ValidationError:
            return await self._listed(request, search, 422, EMPTY)
        asked = AskExport(
            export=export, filters=search.address(), filtered_by=tuple(search.filters()), purpose=purpose
        )
        return await self._do(request, asked)

    async def one(self, request: Request, export: str, status: int = 200, wrong: str = "") -> Response:
        try:
            if (it := await self._known(request, export)) is None:
                return self._around.page(request, "no-export", 404)
            filters, purpose = ("", "") if it.purged_at else await self._what_for(it.export)
        except (CannotRead, TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        search = Search.of(dict(parse_qsl(filters)))
        over = it.until_on is not None and london_date(self._records.now()) > it.until_on
        shown = {"search": search, "purpose": purpose, "wrong": wrong, "over": over}
        return self._around.page(request, "export", status, it=it, decides=oversees(request), **shown)

    async def approve(self, request: Request, export: str) -> Response:
        if (turned := self._turned_away(request, export)) is not None:
            return turned
        if (again := self._proving.anew(request, f"/exports/{export}")) is not None:
            return again
        return await self._do(request, ApproveExport(export=UUID(export)))

    async def decline(self, request: Request, export: str) -> Response:
        if (turned := self._turned_away(request, export)) is not None:
            return turned
        try:
            reasons = Why(why=(await sent(request)).fields.get("reasons", "")).why
        except ValidationError:
            return await self.one(request, export, 422, NO_REASON)
        return await self._do(request, DeclineExport(export=UUID(export), reasons=reasons))

    def _turned_away(self, request: Request, export: str) -> Response | None:
        if from_elsewhere(request) or _id(export) is None:
            return self._around.page(request, "no-export", 404)
        if not you(request):
            return RedirectResponse(f"/you?{urlencode({'back': f'/exports/{export}'})}", 303)
        return None

    async def take(self, request: Request, export: str) -> Response:
        """By the filters that were approved, and of those cases alone that whoever asked may see."""
        if (again := self._proving.anew(request, request.url.path)) is not None:
            return again
        try:
            if (it := await self._known(request, export)) is None:
                return self._around.page(request, "no-export", 404)
            if it.purged_at:
                raise Refused("purged", PURGED)
            filters, _ = await self._what_for(it.export)
            await self._service.do(
                subject_of(it.export), TakeExport(export=it.export), actor=you(request), cause=uuid4()
            )
            found = await self._records.cases(Search.of(dict(parse_qsl(filters))), MOST_EXPORTED)
        except Refused as refused:
            return await self.one(request, export, 409, refused.detail)
        except (CannotRead, TimeoutError, *OURS):
            return away()
        return _file(found)

    async def _do(self, request: Request, command: AskExport | ApproveExport | DeclineExport) -> Response:
        export = command.export
        try:
            await self._service.do(subject_of(export), command, actor=you(request), cause=uuid4())
        except Refused as refused:
            return await self.one(request, str(export), 409, refused.detail)
        except (TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        return RedirectResponse(f"/exports/{export}", 303)

    async def _known(self, request: Request, export: str) -> AskedFor | None:
        """None where there is none, or whoever looks neither asked for it nor decides."""
        id_ = _id(export)
        it = await asked_for.one(self._service.log.pool, id_) if id_ else None
        return it if it and (it.asked_by == you(request) or oversees(request)) else None

    async def _what_for(self, export: UUID) -> tuple[str, str]:
        """Its search, and the purpose. Raises as Keyring.open."""
        asked, keyring, pool = await self._asked(export), self._service.keyring, self._service.log.pool
        return await keyring.open(pool, asked.filters, str, FOR), await keyring.open(pool, asked.purpose, str, FOR)

    async def _asked(self, export: UUID) -> ExportAsked:
        said = await self._service.log.about(subject_of(export))
        (found,) = [it.data for it in said if isinstance(it.data, ExportAsked)]
        return found


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _file(found: Found) -> Response:
    looking.now().rows = len(found.cases)
    headers = {"Content-Disposition": 'attachment; filename="cases.csv"'}
    return PlainTextResponse(as_csv(found.cases), headers=headers, media_type="text/csv; charset=utf-8")
