"""Where it is seen who was asked, by when, and what they told. `Gathered.seen_by` alone decides who sees what."""

from datetime import date
from typing import Annotated

import structlog
from fastapi import APIRouter, Header
from fastapi.responses import Response
from pydantic import BaseModel

from services.reviews.asked_about import ChildNamed, children_of
from services.reviews.case_known import gathered, known_of, rapid_review_of
from services.reviews.chronology_http import PRIVATE
from services.reviews.decider.dates import plan_day
from services.reviews.returns import Return, returns
from services.reviews.views import asked
from services.reviews.views.asked import AskedRow
from shared.calendar import london_date
from shared.decider import Refused
from shared.edge import Code
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.commands import Actor
from shared.web.needing import about
from shared.web.problems import documented

log = structlog.get_logger()
WhoAsks = Annotated[Code | None, Header(alias="Actor", description="Who asks: an agency sees its own alone")]


class Milestone(BaseModel):
    step: str
    by: date


def gathering_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["gathering"])

    @router.get("/returns", responses=documented(422))
    async def list_returns(overdue: bool = False, as_of: AsOf = None, actor: WhoAsks = None) -> list[AskedRow]:
        """Every return that was asked for and not sent yet, soonest due first; an agency sees its own alone."""
        today = london_date(as_of or service.clock.now())
        async with as_known(service, as_of) as db:
            rows = await asked.outstanding(db, today if overdue else None)
        kind, _, who = (actor or "").partition(":")
        return [row for row in rows if kind != "agency" or row.agency == who]

    @router.get("/cases/{case}/plan", responses=documented(404, 422))
    async def read_plan(case: Code, as_of: AsOf = None) -> list[Milestone]:
        """The partnership's own milestones for this rapid review, by day."""
        due = rapid_review_of(await known_of(service, case, as_of))
        days = partnership.rapid_review_plan.model_dump()
        return [Milestone(step=step, by=plan_day(due, number)) for step, number in days.items()]

    @router.get("/cases/{case}/returns", responses=documented(404, 422))
    async def read_returns(case: Code, actor: Actor, as_of: AsOf = None) -> list[Return]:
        """The returns of this case: all for staff, its own for an agency, and all once the meeting was held."""
        told = await gathered(service, case, as_of)
        log.info("returns.opened", case=case, actor=actor)
        return await returns(service, told, actor)

    @router.get("/cases/{case}/asked-about", responses=documented(404, 422, 503))
    async def read_asked_about(case: Code, actor: Actor, response: Response) -> list[ChildNamed]:
        """Whom a return is asked about: names and dates of birth, for staff and for an agency that is asked."""
        if not (await gathered(service, case, None)).seen_by(actor):
            raise Refused("no-such-request", "You are not asked for a return on this case.")
        log.info("asked_about.opened", case=case, actor=actor)
        response.headers.update(PRIVATE)
        return await children_of(service, await about(service, case), "gathering")

    return router
