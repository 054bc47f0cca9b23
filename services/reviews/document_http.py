"""Documents of a case come in, are listed and read: with an agency's return, or to be sent to the reviewer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.reviews.case_known import Gathered, own_of
from services.reviews.chronology_http import PRIVATE
from services.reviews.document_commands import KeepDocument
from services.reviews.upload_http import WhoseReturn, whose_return
from shared import documents
from shared.decider import Ask, Occasion, Refused
from shared.edge import Code, Name
from shared.events.base import Recorded
from shared.events.documents import About, DocumentKept
from shared.malware import held
from shared.service import Service
from shared.web.as_of import AsOf
from shared.web.bodies import bytes_of_request
from shared.web.commands import RESPONSES, Actor, Key, Prefer, answer, cause_of
from shared.web.problems import documented

log = structlog.get_logger()
_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_BODY = {"required": True, "content": _BINARY}
_BYTES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document as it was sent", "content": _BINARY},
    **documented(404, 409, 422, 503),
}


class Kept(BaseModel):
    """`sha256` is what a written request names it by."""

    document: UUID
    about: About
    agency: str
    name: str
    media_type: str
    size: int
    sha256: str
    kept_at: datetime
    scan: held.Standing = "not scanned yet"  # for malware


def document_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["documents"])
    _bringing(router, service)

    @router.get("/cases/{case}/documents", responses=documented(404, 422, 503))
    async def list_documents(case: Code, actor: Actor, as_of: AsOf = None) -> list[Kept]:
        """All for staff; for an agency those of its own return, and of the others' once the meeting was held."""
        seen = await _seen(service, case, actor, as_of)
        scans = await held.standings(service.log.pool, [each.data.document for each in seen])
        return [await _shown(service, each, scans) for each in seen]

    @router.get("/cases/{case}/documents/{document}", response_class=Response, responses=_BYTES)
    async def read_document(case: Code, document: UUID, actor: Actor) -> Response:
        """One of those that the list shows, as it was sent; a browser saves it, and runs nothing of it."""
        found = [each.data for each in await _seen(service, case, actor, None) if each.data.document == document]
        if not found:
            raise Refused("no-such-document", "There is no such document on this case that you may see.")
        content = await _content(service, case, document)
        log.info("document.opened", case=case, document=str(document), actor=actor)
        saved = {"Content-Disposition": f'attachment; filename="{document}"'}  # its own name may name somebody
        return Response(content, headers={**PRIVATE, **saved}, media_type=found[0].media_type)

    return router


def _bringing(router: APIRouter, service: Service) -> None:
    @router.post("/cases/{case}/documents", responses=RESPONSES, openapi_extra={"requestBody": _BODY})
    async def keep_document(
        request: Request,
        case: Code,
        actor: Actor,
        key: Key,
        about: About,
        name: Name,
        agency: WhoseReturn = None,
        prefer: Prefer = None,
    ) -> Response:
        """A document as it is, at most 10 MiB. The same bytes again change nothing."""
        whose = await whose_return(service, actor, agency) if about == "agency return" else ""
        content = await bytes_of_request(request, documents.MOST_BYTES)
        it = documents.looked_at(case, content)
        command = KeepDocument(
            document=it.id,
            about=about,
            agency=whose,
            name=name,
            sha256=it.sha256,
            size=it.size,
            media_type=it.media_type,
        )
        occasion = Occasion(at=service.clock.now(), actor=actor, id=cause_of(actor, key))
        said = await documents.keep(service, Ask(case, command), occasion, it, content)
        return await answer(service, said, prefer)


async def _content(service: Service, case: str, document: UUID) -> bytes:
    try:
        return await held.read(service, service.log.pool, case, document, "gathering")
    except KeyError:
        detail = "Its bytes were lost with a database. Whoever sent it can send the same document again."
        raise Refused("bytes-lost", detail) from None


async def _seen(service: Service, case: str, actor: str, as_of: datetime | None) -> list[Recorded]:
    """The documents of this case that the actor may see. Raises Refused where nothing is known, BadInput."""
    own = await own_of(service, case, as_of)
    if not own:
        raise Refused("no-such-case", "No review was opened on this case.")
    agencies = Gathered(own).seen_by(actor)
    staff = actor.partition(":")[0] == "person"
    kept = [recorded for recorded in own if isinstance(recorded.data, DocumentKept)]
    return [each for each in kept if staff or (each.data.agency and each.data.agency in agencies)]


async def _shown(service: Service, recorded: Recorded, scans: Mapping[UUID, held.Standing]) -> Kept:
    it = recorded.data
    name = await service.keyring.open(service.log.pool, it.name, str, "gathering")
    told = {**it.model_dump(exclude={"name"}), "scan": scans.get(it.document, "not scanned yet")}
    return Kept(name=name, kept_at=recorded.time, **told)
