"""Where the composite chronology is read and exported. Who sees what is decided by `Gathered.seen_by` alone."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.reviews import export
from services.reviews.case_known import gathered
from services.reviews.chronology import Entry, Filter, Significance, composed
from services.reviews.returns import entries
from shared.edge import Code, Day
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


class Line(BaseModel):
    """One entry as it is read. `text` is None in the anonymised view where the agency gave no such text.

    `alike`: other entries, among those that whoever asks may see, that tell of the same event.
    """

    entry: UUID
    agency: str
    when: str
    significance: Significance
    source: str | None
    text: str | None
    conflict: bool
    alike: tuple[UUID, ...] = ()


def chronology_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["gathering"])
    kinds = {agency.id: agency.kind for agency in partnership.agencies}

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
        told = await gathered(service, case, as_of)
        log.info("chronology.opened", case=case, actor=actor)
        all_ = [entry async for entry in entries(service, told, told.seen_by(actor), "gathering")]
        wanted = Filter(agency, since, until, significance)
        lines = [_line(entry, view, kinds) for entry in composed(all_, told.joined_for(actor)) if wanted(entry)]
        if format == "json":
            return JSONResponse([line.model_dump(mode="json") for line in lines], headers=PRIVATE)
        content, type_ = export.written([line.model_dump() for line in lines], format, view)
        return Response(content, media_type=type_, headers=PRIVATE)

    return router


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
        alike=entry.alike,
    )
