"""How people say who they are: by signing in at an issuer, or, on one machine alone, by being believed."""

import re
from typing import Protocol
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.console.people.cookies import Cookies
from services.console.people.looker import NOBODY, Looker
from services.console.people.sessions import ABSOLUTE, Sessions
from services.console.session import IDLE_MINUTES, whole
from shared.identity.claims import ACTOR
from shared.identity.door import Door as TokenDoor
from shared.identity.principal import Principal
from shared.identity.refused import NotVerified
from shared.web.problems import problem

DECLARED = "you"  # the cookie of whoever is believed
_PERSON = re.compile(ACTOR)
RENEWED = "X-Renewed"  # what a page bears that renews itself
STREAM = "/changes"
# What anybody may ask for: how the console is, how it looks, and the way in and out.
_OPEN = frozenset(
    {
        *("/console.css", "/console.js", "/live.js", "/asyncapi.json", "/openapi.json", "/status", "/metrics"),
        *("/sign-in", "/sign-in/return", "/signed-out", "/sign-out", "/locked", "/blank", "/you"),
    }
)
BY_TOKEN = (
    "/quarantine",
    "/erasures",
    "/audit",
)  # for commands and not for browsers: whoever asks is who their token says
_OPEN_UNDER = ("/health/", "/sign-in/to/", *BY_TOKEN)


class Door(Protocol):
    """`believed`: nobody has to prove anything."""

    believed: bool

    async def looker(self, request: Request) -> Looker:
        """Who asks. Raises TimeoutError or one of shared.faults.OURS when that cannot be found out."""

    def refused(self, request: Request, looker: Looker) -> Response | None:
        """What they are answered instead; None: they may go on."""

    def settled(self, request: Request, response: Response, looker: Looker) -> None:
        """What the answer says of whoever asked."""


class Believed:
    """Whoever says a name is believed (decision 0009). For development, and tests of what is not signing in."""

    believed = True

    async def looker(self, request: Request) -> Looker:
        said = request.cookies.get(DECLARED, "")
        who = said if names_a_person(said) else ""
        return Looker(acts=who, types=who, believed=True)

    def refused(self, request: Request, looker: Looker) -> Response | None:
        return None

    def settled(self, request: Request, response: Response, looker: Looker) -> None:
        if by_somebody(request) and looker.acts and "set-cookie" not in response.headers:
            keep_declared(response, looker.acts)  # they are still here


class SignedIn:
    """Whoever has no session is shown the way in, and nothing of any case.

    `tokens`: which are believed of programs that read the same as data, and of nobody for pages.
    """

    believed = False

    def __init__(self, sessions: Sessions, cookies: Cookies, tokens: TokenDoor | None = None) -> None:
        self._tokens = tokens
        self._sessions = sessions
        self._cookies = cookies

    async def looker(self, request: Request) -> Looker:
        held = self._cookies.session(request)
        if is_plain(request):
            return NOBODY
        if not held:
            return Looker(program=self._by_token(request))
        found = await self._sessions.of(held, somebody=by_somebody(request))
        if found is None:
            return NOBODY
        if found.over:
            return Looker(types=found.person.id)
        who, shown = found.person.id, found.second_factor
        return Looker(who, who, found.person, found.proven_at, second_factor=shown)

    def refused(self, request: Request, looker: Looker) -> Response | None:
        if looker.acts or is_open(request) or looker.program:
            return None
        if request.method != "POST" and not for_machines(request):
            return RedirectResponse(f"/sign-in?{urlencode({'back': whole(request)})}", 303)
        if looker.types and not for_machines(request):
            return None  # what they typed is kept for them, and they are asked to sign in: nothing is done
        return problem(401, "not-signed-in", "Sign in first.")

    def settled(self, request: Request, response: Response, looker: Looker) -> None:
        return None

    def _by_token(self, request: Request) -> Principal | None:
        """For what is read as data alone: whom a person's token for the console speaks for."""
        if self._tokens is None or request.method != "GET" or not request.url.path.endswith(".json"):
            return None
        try:
            found = self._tokens.admit(request.headers.get("Authorization", ""))
        except NotVerified:
            return None
        return found if found.kind == "person" else None


def names_a_person(said: str) -> bool:
    """Whether it is a reference that a token can name: person:…; whoever is at the desk is nothing else."""
    return said.startswith("person:") and _PERSON.fullmatch(said) is not None


def keep_declared(response: Response, who: str) -> None:
    """For as long as they are at the desk."""
    response.set_cookie(DECLARED, who, max_age=60 * IDLE_MINUTES, httponly=True, samesite="strict")


def session_seconds() -> int:
    return int(ABSOLUTE.total_seconds())


def by_somebody(request: Request) -> bool:
    """A page that renews itself does so with nobody in front of it, too."""
    return request.url.path != STREAM and RENEWED not in request.headers


def is_plain(request: Request) -> bool:
    """What looks the same whoever asks, and must work with the database away."""
    path = request.url.path
    return path.startswith("/health/") or (path in _OPEN and path.rpartition(".")[2] in ("css", "js"))


def is_open(request: Request) -> bool:
    """Whether anybody may ask for it."""
    return request.url.path in _OPEN or request.url.path.startswith(_OPEN_UNDER)


def for_machines(request: Request) -> bool:
    path = request.url.path
    return path.endswith(".json") or path.startswith(BY_TOKEN) or not by_somebody(request)
