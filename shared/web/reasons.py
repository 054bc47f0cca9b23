"""Where staff read what was given as reasons: by a person, for a purpose, written down first."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from shared.decider import Refused
from shared.edge import BadInput, Code
from shared.events.openings import Purpose
from shared.reasons import OpenReasons, Reason, reasons_told, subject_of
from shared.service import Service
from shared.web.commands import Actor
from shared.web.needing import about
from shared.web.problems import documented

What = Annotated[Purpose, Query(description="What it is read for: kept with who read it, and when")]
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def reasons_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["reading"])

    @router.get("/cases/{case}/reasons", response_model=list[Reason], responses=documented(404, 422, 503))
    async def read_reasons(case: Code, purpose: What, actor: Actor) -> Response:
        """What staff gave as grounds and reasons, in the clear. That it was opened is recorded first."""
        kind, _, person = actor.partition(":")
        if kind != "person" or not person:
            raise BadInput(("/header/Actor", "must be person:…"))
        known = [recorded for recorded in await about(service, case) if recorded.source == service.name]
        if not known:
            raise Refused("no-such-case", f"The {service.name} service has said nothing of a case with this id.")
        asked = OpenReasons(case=case, purpose=purpose)
        await service.do(subject_of(case), asked, actor=actor, cause=uuid4())
        found = await reasons_told(service.keyring, service.log.pool, known, service.name, purpose)
        return JSONResponse([each.model_dump(mode="json") for each in found], headers=PRIVATE)

    return router
