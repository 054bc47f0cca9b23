"""The page of somebody's drafts: to go on with one, or to throw it away."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console.around import Around, you
from services.console.drafts import Drafts
from services.console.people.looker import typist
from services.console.typed import from_elsewhere
from shared.faults import OURS

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_AWAY: dict[int | str, dict[str, Any]] = {503: {"description": "The database is away", "content": _PAGE}}
_GONE: dict[int | str, dict[str, Any]] = {303: {"description": "Thrown away; back to the list"}}


def draft_routes(around: Around, drafts: Drafts) -> APIRouter:
    router = APIRouter(tags=["work"], default_response_class=HTMLResponse)

    @router.get("/drafts", responses=_AWAY)
    async def list_drafts(request: Request) -> Response:
        """What whoever looks began and has not sent."""
        try:
            return around.page(request, "drafts", drafts=await drafts.of(typist(request)))
        except OURS:
            return around.page(request, "drafts", 503, drafts=None)

    @router.post("/drafts/{draft}/discard", responses=_GONE)
    async def discard_draft(request: Request, draft: str) -> Response:
        """Throws away one of them; another's stays."""
        if not from_elsewhere(request):
            await drafts.discard(draft, you(request))
        return RedirectResponse("/drafts", 303)

    return router
