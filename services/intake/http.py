"""Where partner agencies report, and where the authority's officers record and decide."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from services.intake.commands import OFFICERS
from services.intake.partners import door, read_report
from services.intake.report import Report
from services.intake.views import cases
from services.intake.views.cases import Case
from shared.decider import Refused
from shared.edge import BadInput, Code
from shared.events.intake import IncidentReported
from shared.hearing import Demand
from shared.partnership import Partnership
from shared.service import Service
from shared.web.commands import RESPONSES, Actor, Prefer, answer, body_of, command_routes
from shared.web.quarantine import quarantine_routes

Check = Annotated[bool, Query(description="true: only say what would be answered; nothing is kept")]


def routes(service: Service, partnership: Partnership) -> list[APIRouter]:
    agencies = {agency.id for agency in partnership.agencies}
    router = APIRouter(tags=["incidents"])

    @router.post("/reports", responses=RESPONSES, openapi_extra={"requestBody": body_of(Report)})
    async def report_an_incident(
        request: Request, actor: Actor, prefer: Prefer = None, check: Check = False
    ) -> Response:
        """A partner agency's report: the same CloudEvent as on its topic, idempotent by (source, id)."""
        agency = _agency(actor, agencies)
        demand = read_report(await request.body(), agency)
        if check:
            return await _checked(service, demand)
        said = await service.do(demand.ask.subject, demand.ask.command, actor=demand.actor, cause=demand.id)
        return await answer(service, said, prefer)

    @router.get("/cases")
    async def list_cases() -> list[Case]:
        """Every incident, the newest first."""
        return await cases.all_cases(service.log.pool)

    @router.get("/cases/{case}")
    async def read_case(case: Code) -> Case:
        """One incident and where it stands."""
        found = await cases.one(service.log.pool, case)
        if found is None:
            raise Refused("no-such-case", "There is no incident with this id.")
        return found

    return [router, command_routes(service, *OFFICERS), quarantine_routes(service, door(agencies))]


async def _checked(service: Service, demand: Demand) -> Response:
    """The same refusals, and nothing kept."""
    said = await service.rehearse(demand.ask.subject, demand.ask.command, actor=demand.actor, cause=demand.id)
    flags = [flag for it in said.events if isinstance(it.data, IncidentReported) for flag in it.data.flags]
    return JSONResponse({"accepted": True, "flags": flags})


def _agency(actor: str, agencies: Collection[str]) -> str:
    kind, _, agency = actor.partition(":")
    if kind != "agency" or agency not in agencies:
        raise BadInput(("/header/Actor", "must be agency:… of a registered agency"))
    return agency
