"""Where partner agencies report, and where the authority's officers record and decide."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.intake.amendment import AMENDMENTS
from services.intake.by_hand import cases_changed, is_a_person, read_sent, whose
from services.intake.canary import canary_routes
from services.intake.commands import OFFICERS
from services.intake.erasing_http import erasing_routes
from services.intake.files import Check, file_routes
from services.intake.holiday_http import holiday_routes
from services.intake.merging.commands import OFFICERS as MERGING
from services.intake.need_http import need_routes
from services.intake.partners import door, message_of
from services.intake.report import Report
from services.intake.showing import showing_routes
from services.intake.standing import standing_routes
from services.intake.views import cases, duplicates, tested
from services.intake.views.cases import Case
from services.intake.views.duplicates import Pair
from services.intake.views.tested import Tested
from services.intake.worklists import worklist_routes
from shared.binary import HTTP, from_http, structured
from shared.decider import Refused
from shared.edge import Code
from shared.events.amendments import ReportCorrected
from shared.events.intake import IncidentReported, ReportTested
from shared.hearing import Demand
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.bodies import body_of_request
from shared.web.commands import (
    RESPONSES,
    Actor,
    Answer,
    Prefer,
    answer,
    body_of_any,
    command_routes,
    entity_tag,
)
from shared.web.feed import feed_routes
from shared.web.needing import let_in_elsewhere, seen
from shared.web.problems import documented
from shared.web.quarantine import quarantine_routes
from shared.web.reasons import reasons_routes
from shared.web.recounts import recount_routes


class Checked(BaseModel):
    """Of a check: it would be taken in, with these flags."""

    accepted: Literal[True] = True
    test: bool
    flags: list[str]


_ANSWERS = {**RESPONSES, 200: {"description": "Recorded; or, of a check, good", "model": Answer | Checked}}

_MESSAGE = body_of_any(Report, *AMENDMENTS.values())
PageLimit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]


def routes(service: Service, partnership: Partnership) -> list[APIRouter]:
    agencies = {agency.id for agency in partnership.agencies}
    router = APIRouter(tags=["incidents"])

    @router.post("/reports", responses=_ANSWERS, openapi_extra={"requestBody": _MESSAGE})
    async def report_an_incident(
        request: Request, actor: Actor, prefer: Prefer = None, check: Check = False
    ) -> Response:
        """A partner agency's report: the same CloudEvent as on its topic, idempotent by (source, id).

        A person of the authority who was told of it may put it in; `source` is then the agency.
        """
        if not is_a_person(actor):  # whoever is suspended is told so, whatever it sends
            await whose(service, actor, None, agencies)
        document = structured(await body_of_request(request), from_http(request.headers.raw), HTTP)
        demand = await read_sent(service, document, actor, agencies)
        await let_in_elsewhere(request, cases_changed(demand))
        if check:
            return await _checked(service, demand)
        said = await service.do(demand.ask.subject, demand.ask.command, actor=demand.actor, cause=demand.id)
        return await answer(service, said, prefer)

    return [
        router,
        canary_routes(service),
        feed_routes(service, agencies),
        file_routes(service, agencies),
        standing_routes(service, agencies),
        holiday_routes(service),
        recount_routes(service),
        _taken_in(service),
        showing_routes(service),
        reasons_routes(service),
        *worklist_routes(service),
        command_routes(service, *OFFICERS, *MERGING),
        *need_routes(service),
        *erasing_routes(service, partnership),
        quarantine_routes(service, door(agencies)),
    ]


def _taken_in(service: Service) -> APIRouter:
    router = APIRouter(tags=["incidents"])

    @router.get("/cases", responses=documented(422))
    async def list_cases(limit: PageLimit = 500, offset: Offset = 0, as_of: AsOf = None) -> list[Case]:
        """Incidents, the newest first, a page at a time."""
        async with as_known(service, as_of) as db:
            return await cases.page(db, limit, offset)

    @router.get("/cases/{case}", responses=documented(404, 422))
    async def read_case(case: Code, response: Response, as_of: AsOf = None) -> Case:
        """One incident and where it stands. As it is now, its `ETag` is what a command's `If-Match` may name."""
        if as_of is None:
            response.headers["ETag"] = await entity_tag(service, case)
        async with as_known(service, as_of, case) as db:
            found = await cases.one(db, case)
        if found is None:
            raise Refused("no-such-case", "There is no incident with this id.")
        return found

    @router.get("/duplicates", responses=documented(422))
    async def list_duplicates(limit: PageLimit = 500, offset: Offset = 0) -> list[Pair]:
        """Cases that may be one incident; what still waits for a person comes first."""
        return await duplicates.page(seen(service), limit, offset)

    @router.get("/tests", responses=documented(422))
    async def list_tests(limit: PageLimit = 500, offset: Offset = 0) -> list[Tested]:
        """Reports that agencies marked as tests, the newest first, a page at a time. None is a case."""
        return await tested.page(service.log.pool, limit, offset)

    @router.get("/tests/{test}", responses=documented(404, 422))
    async def read_test(test: Code) -> Tested:
        """One report that was a test."""
        found = await tested.one(service.log.pool, test)
        if found is None:
            raise Refused("no-such-test", "No report with this id was a test.")
        return found

    return router


async def _checked(service: Service, demand: Demand) -> Response:
    """The same refusals, and nothing kept."""
    said = await service.rehearse(demand.ask.subject, demand.ask.command, actor=demand.actor, cause=demand.id)
    flagged = (IncidentReported, ReportTested, ReportCorrected)
    opened = [it.data for it in said.events if isinstance(it.data, flagged)]
    flags = [flag for it in opened for flag in it.flags]
    return JSONResponse(Checked(test=message_of(demand).test, flags=flags).model_dump())
