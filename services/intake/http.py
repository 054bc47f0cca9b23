"""Where partner agencies report, and where the authority's officers record and decide."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.commands import OFFICERS
from services.intake.partners import read_report
from services.intake.report import Report
from services.intake.views import cases
from services.intake.views.cases import Case
from shared.decider import Refused
from shared.edge import BadInput, Code
from shared.partnership import Partnership
from shared.service import Service
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Prefer, answer, body_of, command_routes


def routes(service: Service, partnership: Partnership) -> list[APIRouter]:
    agencies = {agency.id for agency in partnership.agencies}
    router = APIRouter(tags=["incidents"])

    @router.post("/reports", responses=RESPONSES, openapi_extra={"requestBody": body_of(Report)})
    async def report_an_incident(request: Request, actor: Actor, prefer: Prefer = None) -> Response:
        """A partner agency's report: the same CloudEvent as on its topic, idempotent by (source, id)."""
        kind, _, agency = actor.partition(":")
        if kind != "agency" or agency not in agencies:
            raise BadInput(("/header/Actor", "must be agency:… of a registered agency"))
        demand = read_report(await body_of_request(request), agency)
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

    return [router, command_routes(service, *OFFICERS)]
