"""The learning page: actions by state, owner and theme, what recurred, and a picture of it all."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.around import Around
from services.console.catalogue import Catalogue
from services.console.learning_facts import STATES, By, learning

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_AWAY: dict[int | str, dict[str, Any]] = {503: {"description": "Reviews is away", "content": _PAGE}}
FILTERS = ("state", "owner", "theme", "overdue")


def learning_routes(around: Around, catalogue: Catalogue) -> APIRouter:
    router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)

    @router.get("/learning", responses=_AWAY)
    async def show_learning(request: Request) -> Response:
        """Where each action stands, `by` theme or owner; filtered by `state`, `owner`, `theme`, `overdue`."""
        by: By = "owner" if request.query_params.get("by") == "owner" else "theme"
        asked = _asked(request)
        found = await learning(catalogue.addresses.get("reviews", ""), by, asked)
        shown: dict[str, Any] = {
            "found": found,
            "by": by,
            "asked": asked,
            "states": STATES,
            "address": lambda **other: _address(by, asked, other),
        }
        return around.page(request, "learning", 200 if found else 503, **shown)

    return router


def _asked(request: Request) -> dict[str, str]:
    """What cannot be meant is left out, as if nobody had asked for it."""
    given = {name: request.query_params.get(name, "").strip() for name in (*FILTERS, "after")}
    fits = {
        "state": given["state"] in STATES,
        "overdue": given["overdue"] == "true",
        "after": len(given["after"]) <= 250 and "~" in given["after"],
    }
    one_line = {name: len(value) <= 200 and value.isprintable() for name, value in given.items()}
    return {name: value for name, value in given.items() if value and fits.get(name, one_line[name])}


def _address(by: str, asked: dict[str, str], other: dict[str, str]) -> str:
    """This page with something else asked for, from its first page on."""
    query = {"by": by, **{name: value for name, value in asked.items() if name != "after"}, **other}
    return f"/learning?{urlencode({name: value for name, value in query.items() if value})}"
