"""Who is signed in now, and who has left: seen to by those whose office it is."""

from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console.around import Around, you
from services.console.people.leavers import Leavers
from services.console.people.looker import SEES_TO_PEOPLE, looker
from services.console.people.sessions import ABSOLUTE, IDLE
from services.console.typed import from_elsewhere, sent
from shared.clock import Clock
from shared.edge import CODE
from shared.faults import OURS
from shared.web.problems import documented

log = structlog.get_logger()
WRONG = "Enter the reference of somebody else, such as person:m.ellis"
_PAGE = {"text/html": {"schema": {"type": "string"}}}
_FORM = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "Not for whoever asks, or nobody signs in here", "content": _PAGE},
    503: {"description": "The database is away", "content": _PAGE},
}
_DONE: dict[int | str, dict[str, Any]] = {
    303: {"description": "Done; back to the list"},
    422: {"description": "Whom it is about cannot be read", "content": _PAGE},
    **documented(413, 415),
}


class PeoplePages:
    """`leavers`: None where nobody signs in, so that nobody can be shut out."""

    def __init__(self, around: Around, leavers: Leavers | None, clock: Clock) -> None:
        self._around = around
        self._leavers = leavers
        self._clock = clock

    async def list(self, request: Request, status: int = 200, wrong: str = "", typed: str = "") -> Response:
        if (leavers := self._may(request)) is None:
            return self._around.page(request, "not-for-you", 403)
        now = self._clock.now()
        try:
            here, gone = await leavers.present(now - IDLE, now - ABSOLUTE), await leavers.all()
        except (TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        return self._around.page(request, "people", status, here_now=here, gone=gone, wrong=wrong, typed=typed)

    async def change(self, request: Request, *, leaves: bool) -> Response:
        if (leavers := self._may(request)) is None or from_elsewhere(request):
            return self._around.page(request, "not-for-you", 403)
        who = (await sent(request)).fields.get("person", "").strip()
        if not CODE.fullmatch(who) or not who.startswith("person:") or who == you(request):
            return await self.list(request, 422, WRONG, who)
        try:
            await (leavers.leaves(who, you(request)) if leaves else leavers.is_back(who))
        except (TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        log.info("people.left" if leaves else "people.back")
        return RedirectResponse("/people", 303)

    def _may(self, request: Request) -> Leavers | None:
        person = looker(request).person
        return self._leavers if person and SEES_TO_PEOPLE.intersection(person.roles) else None


def people_routes(pages: PeoplePages) -> APIRouter:
    router = APIRouter(tags=["signing in"], default_response_class=HTMLResponse)

    @router.get("/people", responses=_ANSWERS)
    async def list_people(request: Request) -> Response:
        """Who is signed in now, and who has left."""
        return await pages.list(request)

    @router.post("/people/leavers", responses={**_ANSWERS, **_DONE}, openapi_extra=_FORM)
    async def leaves(request: Request) -> Response:
        """`person` has left: each session of theirs is over, and they are let in no more."""
        return await pages.change(request, leaves=True)

    @router.post("/people/returners", responses={**_ANSWERS, **_DONE}, openapi_extra=_FORM)
    async def is_back(request: Request) -> Response:
        """`person` is back, and may sign in again."""
        return await pages.change(request, leaves=False)

    return router
