"""Where an officer reads a report or a document on purpose: by a person, for a purpose, written down first."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from services.intake.openings import OpenReport, subject_of
from services.intake.told import Told, told
from shared.decider import Refused
from shared.edge import BadInput, Code
from shared.events.amendments import AttachmentKept
from shared.events.base import Recorded
from shared.events.intake import IncidentReported
from shared.events.openings import Purpose
from shared.malware import held
from shared.service import Service
from shared.web.commands import Actor
from shared.web.needing import about
from shared.web.problems import documented

What = Annotated[Purpose, Query(description="What it is read for: kept with who read it, and when")]
# Nothing in between may keep it, and a browser only saves a document: it opens and runs nothing of it.
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_BYTES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document as it was sent",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    **documented(404, 409, 422, 503),
}


def showing_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["reading"])

    @router.get("/cases/{case}/report", response_model=Told, responses=documented(404, 422, 503))
    async def read_report(case: Code, purpose: What, actor: Actor) -> Response:
        """All that the agency told of this case, in the clear. That it was opened is recorded first."""
        known = await _known(service, case, actor)
        await _opened(service, OpenReport(case=case, purpose=purpose), actor)
        found = await told(service.keyring, service.log.pool, known, purpose)
        assert found
        return JSONResponse(found.model_dump(mode="json"), headers=PRIVATE)

    @router.get("/cases/{case}/attachments/{attachment}", response_class=Response, responses=_BYTES)
    async def read_attachment(case: Code, attachment: UUID, purpose: What, actor: Actor) -> Response:
        """One document of the agency. That it was opened is recorded first."""
        known = await _known(service, case, actor)
        kept = [r.data for r in known if isinstance(r.data, AttachmentKept) and r.data.attachment == attachment]
        if not kept:
            raise Refused("no-such-attachment", "This case has no such attachment.")
        await _opened(service, OpenReport(case=case, purpose=purpose, attachment=attachment), actor)
        saved = {"Content-Disposition": f'attachment; filename="{attachment}"'}  # its own name may name somebody
        content = await _content(service, case, attachment, purpose)
        return Response(content, headers={**PRIVATE, **saved}, media_type=kept[0].media_type)

    return router


async def _known(service: Service, case: str, actor: str) -> list[Recorded]:
    """Only for persons: an agency is told what it may know on its feedback."""
    kind, _, person = actor.partition(":")
    if kind != "person" or not person:
        raise BadInput(("/header/Actor", "must be person:…"))
    known = await about(service, case)
    if not any(isinstance(recorded.data, IncidentReported) for recorded in known):
        raise Refused("no-such-case", "There is no incident with this id.")
    return known


async def _opened(service: Service, opening: OpenReport, actor: str) -> None:
    await service.do(subject_of(opening.case), opening, actor=actor, cause=uuid4())


async def _content(service: Service, case: str, attachment: UUID, purpose: Purpose) -> bytes:
    try:
        return await held.read(service, service.log.pool, case, attachment, purpose)
    except KeyError:
        detail = "Its bytes were lost with a database. The agency can send the same document again."
        raise Refused("bytes-lost", detail) from None
