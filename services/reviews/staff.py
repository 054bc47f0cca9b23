"""Who reads what: an agency what is its own, and nothing else. What is added is for staff until it stands here.

Each of the agencies' own reads decides by itself which rows are theirs; none names another before the meeting.
"""

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute

from services.reviews.themes import organisation
from shared.partnership import Partnership
from shared.web.bodies import BodyRefused
from shared.web.problems import documented

OWN = (
    "/events",
    "/returns",
    "/themes",
    "/cases/{case}/asked-about",
    "/cases/{case}/chronology",
    "/cases/{case}/completeness",
    "/cases/{case}/documents",
    "/cases/{case}/documents/{document}",
    "/cases/{case}/learning/texts",
    "/cases/{case}/plan",
    "/cases/{case}/returns",
    "/chronology/template.csv",
    "/chronology/template.json",
)
NAMED: Mapping[str, str] = {  # lists that an agency reads of itself alone, by the query that names whom
    "/learning/actions": "owner",
    "/learning/briefings-awaited": "organisation",
}


def for_staff(router: APIRouter, partnership: Partnership) -> APIRouter:
    """The same routes; a read that is not the agencies' own is refused to them."""
    guarded, free = APIRouter(), APIRouter()
    for route in router.routes:
        assert isinstance(route, APIRoute), "a router within a router would not be looked into"
        (guarded if "GET" in (route.methods or ()) and route.path not in OWN else free).routes.append(route)
    all_ = APIRouter()
    names = {agency.id: organisation(agency.name) for agency in partnership.agencies}

    async def not_an_agency(request: Request) -> None:
        kind, _, agency = request.headers.get("actor", "").partition(":")
        if kind == "agency" and not _of_itself(request, names.get(agency)):
            raise BodyRefused(403, "staff-alone", "An agency reads what it was asked and told, and nothing else.")

    all_.include_router(guarded, dependencies=[Depends(not_an_agency)], responses=documented(403))
    all_.include_router(free)
    return all_


def _of_itself(request: Request, name: str | None) -> bool:
    query = NAMED.get(request.scope["route"].path)
    return query is not None and name is not None and organisation(request.query_params.get(query, "")) == name
