"""Help, the guided first visit, and a blank screen: pages that need nothing but themselves."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.around import Around
from services.console.session import IDLE_MINUTES, LOCK_MINUTES, within

KEYS = (  # the key to be pressed with the browser's own modifier, what it does
    ("s", "Skip to the main content"),
    ("1", "Duties"),
    ("2", "Cases"),
    ("3", "Work"),
    ("4", "Find a case: its search field"),
    ("5", "Partners"),
    ("6", "Learning"),
    ("7", "Lists"),
    ("8", "Your drafts"),
    ("9", "System"),
    ("b", "Blank the screen"),
    ("0", "Help"),
)


def helping_routes(around: Around) -> APIRouter:
    router = APIRouter(tags=["help"], default_response_class=HTMLResponse)

    @router.get("/help")
    async def show_help(request: Request) -> Response:
        """What each page is for, which keys there are, how to print and to leave the desk."""
        shown: dict[str, Any] = {"keys": KEYS, "idle_minutes": IDLE_MINUTES, "lock_minutes": LOCK_MINUTES}
        return around.page(request, "help", **shown)

    @router.get("/first-visit")
    async def first_visit(request: Request) -> Response:
        """The way through the console, step by step, for whoever is here for the first time."""
        return around.page(request, "first-visit")

    @router.get("/blank")
    async def blank(request: Request) -> Response:
        """Nothing that a passer-by could read, and a way back."""
        return around.page(request, "blank", back=within(request.query_params.get("back", "/")))

    return router
