"""The calendar's page: what is counted by, and what a holiday would move before anybody confirms it."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.around import Around
from services.console.calendar_facts import DOINGS, PLACES, calendar, would_move
from services.console.catalogue import Catalogue
from services.console.records import Records
from shared.duties.words import DUTIES

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_WRONG: dict[int | str, dict[str, Any]] = {422: {"description": "No day that can be meant", "content": _PAGE}}


def calendar_routes(around: Around, catalogue: Catalogue, records: Records) -> APIRouter:
    router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)

    @router.get("/calendar", responses=_WRONG)
    async def show_calendar(request: Request) -> Response:
        """Versions and holidays proclaimed since; with `day` and `place`, which open duties that would move."""
        said = request.query_params.get("day", "").strip()
        place = request.query_params.get("place", "")
        place = place if place in PLACES else next(iter(PLACES))
        day = _day(said)
        can = {action.path: action.id for action in (await catalogue.of("intake")).actions}
        shown: dict[str, Any] = {
            "now_is": await calendar(catalogue.addresses),
            "would": await would_move(catalogue.addresses, place, day) if day else None,
            "day_asked": day,
            "place": place,
            "wrong": bool(said) and day is None,
            "doings": {name: can.get(path, "") for name, path in DOINGS.items()},
            "places": PLACES,
            "rules": DUTIES,
            "name_of": records.name_of,
        }
        return around.page(request, "calendar", 422 if shown["wrong"] else 200, **shown)

    return router


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
