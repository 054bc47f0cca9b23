"""The agencies' standing over HTTP."""

from collections.abc import Collection

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.agencies import MarkConformant, ResumeAgency, SuspendAgency, subject_of
from services.intake.views import partners
from services.intake.views.partners import Partner
from shared.decider import Command, Refused
from shared.edge import Closed, Code, Reasons, read
from shared.service import Service
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Key, Prefer, answer, body_of, cause_of


class Why(Closed):
    """The reasons, sealed."""

    reasons: Reasons


def standing_routes(service: Service, agencies: Collection[str]) -> APIRouter:
    router = APIRouter(tags=["agencies"])

    @router.get("/partners")
    async def list_partners() -> list[Partner]:
        """Every agency: its standing, when it was last heard, what it sends and what of it is refused."""
        return await partners.all_of(service.log.pool, agencies)

    async def ask(agency: str, command: Command, actor: str, key: str, prefer: str | None) -> Response:
        if agency not in agencies:
            raise Refused("no-such-agency", "No agency with this id is registered.")
        said = await service.do(subject_of(agency), command, actor=actor, cause=cause_of(actor, key))
        return await answer(service, said, prefer)

    @router.post("/partners/{agency}/mark-conformant", responses=RESPONSES)
    async def mark_conformant(agency: Code, actor: Actor, key: Key, prefer: Prefer = None) -> Response:
        """Its system may report in earnest. Refused until a test of it has passed."""
        return await ask(agency, MarkConformant(agency=agency), actor, key, prefer)

    @router.post("/partners/{agency}/suspend", responses=RESPONSES, openapi_extra={"requestBody": body_of(Why)})
    async def suspend_agency(
        request: Request, agency: Code, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """Set aside what comes over its topic, and refuse what comes over HTTP."""
        why = read(await body_of_request(request), Why)
        return await ask(agency, SuspendAgency(agency=agency, reasons=why.reasons), actor, key, prefer)

    @router.post("/partners/{agency}/resume", responses=RESPONSES, openapi_extra={"requestBody": body_of(Why)})
    async def resume_agency(
        request: Request, agency: Code, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """Take in again what comes from it. What was set aside is taken in record by record."""
        why = read(await body_of_request(request), Why)
        return await ask(agency, ResumeAgency(agency=agency, reasons=why.reasons), actor, key, prefer)

    return router
