"""Where returns and the composite chronology are read. Who sees what is decided by `Gathered.seen_by` alone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.reviews import export
from services.reviews.chronology import Entry, Filter, Significance, composed
from services.reviews.decider.dates import plan_day
from services.reviews.returns import Gathered, Return, entries, rapid_review_of, returns
from services.reviews.views import asked
from services.reviews.views.asked import AskedRow
from shared.calendar import london_date
from shared.decider import Refused
from shared.edge import Code, Day
from shared.events.base import Recorded
from shared.events.reviews import RapidReviewOpened
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf
from shared.web.commands import Actor
from shared.web.problems import documented

log = structlog.get_logger()
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
View = Literal["personal", "anonymised"]
Format = Literal["json", "csv", "html", "pdf"]
_FORMATS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "In the form asked for",
        "content": {"text/csv": {}, "text/html": {}, "application/pdf": {}},
    },
    **documented(404, 422, 503),
}


class Milestone(BaseModel):
    step: str
    by: date


class Line(BaseModel):
    """One entry as it is read. `text` is None in the anonymised view where the agency gave no such text."""

    entry: UUID
    agency: str
    when: str
    significance: Significance
    source: str | None
    text: str | None
    conflict: bool


def gathering_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["gathering"])
    kinds = {agency.id: agency.kind for agency in partnership.agencies}

    @router.get("/returns", responses=documented(422))
    async def list_returns(overdue: bool = False) -> list[AskedRow]:
        """Every return that was asked for and not sent yet, soonest due first; or only those overdue."""
        return await asked.outstanding(service.log.pool, london_date(service.clock.now()) if overdue else None)

    @router.get("/cases/{case}/plan", responses=documented(404, 422))
    async def read_plan(case: Code) -> list[Milestone]:
        """The partnership's own milestones for this rapid review, by day."""
        due = rapid_review_of(await _known(service, case, None))
        days = partnership.rapid_review_plan.model_dump()
        return [Milestone(step=step, by=plan_day(due, number)) for step, number in days.items()]

    @router.get("/cases/{case}/returns", responses=documented(404, 422))
    async def read_returns(case: Code, actor: Actor, as_of: AsOf = None) -> list[Return]:
        """The returns of this case: all for staff, its own for an agency, and all once the meeting was held."""
        gathered = await _gathered(service, case, as_of)
        log.info("returns.opened", case=case, actor=actor)
        return await returns(service, gathered, actor)

    @router.get("/cases/{case}/chronology", response_model=list[Line], responses=_FORMATS)
    async def read_chronology(
        case: Code,
        actor: Actor,
        view: View = "personal",
        format: Format = "json",
        agency: Code | None = None,
        since: Annotated[Day | None, Query(description="From this day on")] = None,
        until: Annotated[Day | None, Query(description="Up to this day")] = None,
        significance: Significance | None = None,
        as_of: AsOf = None,
    ) -> Response:
        """The composite chronology in one order, days told differently marked; as data, CSV, a page or PDF."""
        gathered = await _gathered(service, case, as_of)
        log.info("chronology.opened", case=case, actor=actor)
        all_ = [entry async for entry in entries(service, gathered, actor)]
        wanted = Filter(agency, since, until, significance)
        lines = [_line(entry, view, kinds) for entry in composed(all_) if wanted(entry)]
        if format == "json":
            return JSONResponse([line.model_dump(mode="json") for line in lines], headers=PRIVATE)
        content, type_ = export.written([line.model_dump() for line in lines], format, view)
        return Response(content, media_type=type_, headers=PRIVATE)

    return router


async def _known(service: Service, case: str, as_of: datetime | None) -> list[Recorded]:
    """What we said of it, as it was known at that instant; one that lies ahead is now."""
    known = [
        recorded
        for recorded in await service.log.about(case)
        if recorded.source == service.name and (as_of is None or recorded.time <= as_of)
    ]
    if not any(isinstance(recorded.data, RapidReviewOpened) for recorded in known):
        raise Refused("no-such-case", "No rapid review is open on this case.")
    return known


async def _gathered(service: Service, case: str, as_of: datetime | None) -> Gathered:
    return Gathered(await _known(service, case, as_of))


def _line(entry: Entry, view: View, kinds: Mapping[str, str]) -> Line:
    """Anonymised: the agency's kind instead of its name, its own anonymised words, and no record that it names."""
    told, open_ = entry.told, view == "personal"
    return Line(
        entry=entry.id,
        agency=entry.agency if open_ else kinds.get(entry.agency, "other"),
        when=export.when_of(told, view),
        significance=told.significance,
        source=told.source if open_ else None,
        text=told.text if open_ else told.anonymised,
        conflict=entry.conflict,
    )
