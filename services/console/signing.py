"""The addresses of signing in and out, and of saying who one is where nobody signs in."""

from typing import Any, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console.around import Around
from services.console.typed import led_from_elsewhere
from shared.web.problems import documented

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_FORM = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}}
_ON: dict[int | str, dict[str, Any]] = {303: {"description": "Where to go on"}}
_TYPED: dict[int | str, dict[str, Any]] = {
    **_ON,
    404: {"description": "Not where people sign in", "content": _PAGE},
    422: {"description": "The form as it was left, with what is wrong", "content": _PAGE},
    **documented(413, 415),
}
_REFUSED: dict[int | str, dict[str, Any]] = {
    **_ON,
    400: {"description": "No sign-in of this browser's, or not the issuer's word", "content": _PAGE},
    403: {"description": "Nobody who may come in", "content": _PAGE},
    404: {"description": "There is no such issuer", "content": _PAGE},
    503: {"description": "The issuer is away, or the database", "content": _PAGE},
}
_ELSEWHERE: dict[int | str, dict[str, Any]] = {
    303: {"description": "Another site led here: home, and nothing ended"}
}
_AWAY: dict[str, Any] = {"description": "The database is away", "content": _PAGE}
_ENDED: dict[int | str, dict[str, Any]] = {
    303: {"description": "It is over, or was; back to the page"},
    404: {"description": "Not where people sign in", "content": _PAGE},
    422: {"description": "That is no session", "content": _PAGE},
    503: _AWAY,
    **documented(413, 415),
}
_OUT: dict[int | str, dict[str, Any]] = {**documented(413, 415), 503: _REFUSED[503]}


class Ways(Protocol):
    """What is answered, where people sign in and where they are believed."""

    async def who(self, request: Request) -> Response: ...
    async def say_who(self, request: Request) -> Response: ...
    async def ask(self, request: Request) -> Response: ...
    async def begin(self, request: Request, issuer: str) -> Response: ...
    async def came_back(self, request: Request) -> Response: ...
    async def account(self, request: Request) -> Response: ...
    async def end_one(self, request: Request) -> Response: ...
    async def leave(self, request: Request) -> Response: ...
    async def locked(self, request: Request) -> Response: ...


def signing_routes(around: Around, ways: Ways) -> APIRouter:
    router = APIRouter(tags=["signing in"], default_response_class=HTMLResponse)
    _declaring(router, ways)
    _in(router, ways)
    _out(router, around, ways)
    return router


def _declaring(router: APIRouter, ways: Ways) -> None:
    @router.get("/you", responses=_ON)
    async def who(request: Request) -> Response:
        """Asks who acts; where people sign in, it leads there."""
        return await ways.who(request)

    @router.post("/you", responses=_TYPED, openapi_extra=_FORM)
    async def say_who(request: Request) -> Response:
        """Keeps who acts, in a cookie, and goes back to where they were. Not where people sign in."""
        return await ways.say_who(request)


def _in(router: APIRouter, ways: Ways) -> None:
    @router.get("/sign-in", responses=_ON)
    async def sign_in(request: Request) -> Response:
        """By which issuer. `back`: where they were. `minutes`: they must have proven themselves no longer ago."""
        return await ways.ask(request)

    @router.get("/sign-in/to/{issuer}", responses=_REFUSED)
    async def sign_in_to(request: Request, issuer: str) -> Response:
        """To the issuer."""
        return await ways.begin(request, issuer)

    @router.get("/sign-in/return", responses=_REFUSED)
    async def came_back(request: Request) -> Response:
        """From the issuer: with a session, or a page that says why not."""
        return await ways.came_back(request)

    @router.get("/account", responses={**_ON, 503: _AWAY})
    async def account(request: Request) -> Response:
        """Who is signed in, for whom they act and as what; where they are signed in; the ways out."""
        return await ways.account(request)

    @router.post("/account/sessions/end", responses=_ENDED, openapi_extra=_FORM)
    async def end_one(request: Request) -> Response:
        """Ends the `session` of one's own that is named, and shows the others. Not where nobody signs in."""
        return await ways.end_one(request)


def _out(router: APIRouter, around: Around, ways: Ways) -> None:
    @router.post("/sign-out", responses=_OUT, openapi_extra=_FORM)
    async def sign_out(request: Request) -> Response:
        """Ends this session; with `everywhere`, each of this person's."""
        return await ways.leave(request)

    @router.get("/signed-out")
    async def signed_out(request: Request) -> Response:
        """Back from the issuer, which has ended its own session too."""
        return around.page(request, "signed-out", there="", ended=True)

    @router.get("/locked", responses=_ELSEWHERE)
    async def locked(request: Request) -> Response:
        """Whoever was here must say again who they are. What they typed is among their drafts."""
        if led_from_elsewhere(request):
            return RedirectResponse("/", 303)  # another site locks nobody out
        return await ways.locked(request)
