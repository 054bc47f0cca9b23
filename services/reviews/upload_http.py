"""Where an agency's chronology comes in as a file, and the templates for it."""

import hashlib
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from services.reviews import chronology_file
from services.reviews.chronology import Told
from services.reviews.chronology_file import ChronologyFile
from services.reviews.gathering_commands import UploadChronology
from services.reviews.partner_http import ANSWERS, Check, Checked
from shared.edge import MAX_BYTES, BadInput, Code
from shared.service import Service
from shared.suspended import not_suspended
from shared.web.bodies import BodyRefused, bytes_of_request
from shared.web.commands import Actor, Key, Prefer, answer, body_of, cause_of

CSV, JSON = "text/csv", "application/json"
WhoseReturn = Annotated[Code | None, Query(description="Whose return it goes with; an agency leaves it out")]
READERS: dict[str, Callable[[bytes], tuple[Told, ...]]] = {
    CSV: chronology_file.from_csv,
    JSON: chronology_file.from_json,
}
_CSV_BODY = {CSV: {"schema": {"type": "string"}}}
_BODY = {"required": True, "content": {**_CSV_BODY, **body_of(ChronologyFile)["content"]}}


def upload_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["gathering"])

    @router.get("/chronology/template.csv", response_class=Response, responses={200: {"content": {CSV: {}}}})
    async def csv_template() -> Response:
        """The columns of a chronology in a spreadsheet; `on`, `source` and `text` must be there."""
        named = {"Content-Disposition": 'attachment; filename="chronology.csv"'}
        return Response(chronology_file.csv_template(), headers=named, media_type=CSV)

    @router.get("/chronology/template.json")
    async def json_template() -> ChronologyFile:
        """A chronology of one entry, in which each field tells what it is for."""
        return chronology_file.EXAMPLE

    @router.post("/cases/{case}/chronology", responses=ANSWERS, openapi_extra={"requestBody": _BODY})
    async def upload_chronology(
        request: Request,
        case: Code,
        actor: Actor,
        key: Key,
        agency: WhoseReturn = None,
        check: Check = False,
        prefer: Prefer = None,
    ) -> Response:
        """An agency's chronology as CSV or JSON: all rows or none. It stands beside the return, and is none.

        Another file takes the place of the one before. A problem is told by row and column: /4/on.
        """
        whose = await whose_return(service, actor, agency)
        content = await bytes_of_request(request, MAX_BYTES)
        told = _reader(request)(content)
        command = UploadChronology(agency=whose, sha256=hashlib.sha256(content).hexdigest(), entries=told)
        cause = cause_of(actor, key)
        if check:
            await service.rehearse(case, command, actor=actor, cause=cause)
            return JSONResponse(Checked().model_dump())
        return await answer(service, await service.do(case, command, actor=actor, cause=cause), prefer)

    return router


async def whose_return(service: Service, actor: str, agency: str | None) -> str:
    """The agency named, or the one that sends it. Raises BadInput; BodyRefused for a suspended agency."""
    kind, _, who = actor.partition(":")
    whose = agency or (who if kind == "agency" else None)
    if not whose:
        raise BadInput(("/query/agency", "must name the agency whose return it goes with"))
    if kind == "agency":
        await not_suspended(service, who)
    return whose


def _reader(request: Request) -> Callable[[bytes], tuple[Told, ...]]:
    """By what the sender calls it: a CSV is any text, and cannot be told from its bytes. Raises BodyRefused."""
    type_ = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if type_ not in READERS:
        raise BodyRefused(415, "not-a-chronology", "Send text/csv or application/json.")
    return READERS[type_]
