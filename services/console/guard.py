"""Before every answer: who asks, and whether our own page did. After it: what the browser may do with it."""

from contextlib import nullcontext

import structlog
from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from services.console import speech
from services.console.around import Around
from services.console.people.cookies import Cookies, new_secret
from services.console.people.door import BY_TOKEN, RENEWED, STREAM, Door, by_somebody, for_machines, is_open
from services.console.people.form_token import FIELD, HEADER, FormTokens
from services.console.people.looker import Looker
from services.console.typed import sent
from shared import looking
from shared.faults import OURS
from shared.need.opened import nothing_yet
from shared.web.api import READING
from shared.web.asking import too_many
from shared.web.bucket import Buckets, TooMany
from shared.web.headers import POLICY, policy
from shared.web.problems import away

log = structlog.get_logger()
__all__ = ["RENEWED", "STREAM"]
HEADERS = {
    POLICY: policy("style-src 'self'", "script-src 'self'", "connect-src 'self'", forms="'self'"),
    "X-Content-Type-Options": "nosniff",
    # A case's id is in its address: nobody else may see it. With "no-referrer" our own forms would bear no origin.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class NotOurForm(Exception):
    """What came bears no token of this browser's: another site's page may have sent it."""


class Guard:
    """`buckets`: how often each person may ask; None where anybody may say to be anybody."""

    def __init__(
        self, door: Door, cookies: Cookies, tokens: FormTokens, around: Around, buckets: Buckets | None = None
    ) -> None:
        self._door = door
        self._buckets = buckets
        self._cookies = cookies
        self.tokens = tokens
        self._around = around

    async def answered(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        held = self._cookies.browser(request)
        browser = held or new_secret()
        request.state.form_token = self.tokens.of(browser)
        response = await self._within(request, call_next)
        response.headers.update(HEADERS)
        if not held and response.headers.get("content-type", "").startswith("text/html"):
            self._cookies.keep_browser(response, browser)
        return response

    async def _within(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        try:
            looker = await self._door.looker(request)
        except (TimeoutError, *OURS):
            return away() if for_machines(request) else self._around.page(request, "cannot-read", 503)
        request.state.looker = looker
        speech.asked_by(looker.asker())
        noted = looking.now()
        noted.actor, noted.org = looker.acts, looker.person.organisation if looker.person else ""
        if (refused := self._door.refused(request, looker)) is not None:
            noted.turned_away, noted.reason = True, "not-signed-in"
            return refused
        try:
            self._counted(request, looker)
        except TooMany as error:
            noted.turned_away, noted.reason = True, "too-many"
            return too_many(error) if for_machines(request) else self._too_many(request, error)
        with nullcontext() if looker.believed else nothing_yet(looker.principal()):
            response = await call_next(request)
        self._door.settled(request, response, looker)
        return response

    def _counted(self, request: Request, looker: Looker) -> None:
        """Not on the way out: whose session is being used by another must be able to end it. What open pages ask
        for by themselves, while much happens, is counted apart from what their reader asks for. Raises TooMany.
        """
        who = looker.acts or (looker.program.actor if looker.program else "")
        if self._buckets and who and not is_open(request):
            self._buckets.take(who if by_somebody(request) else f"{who}, by itself")

    def _too_many(self, request: Request, error: TooMany) -> Response:
        log.warning("identity.refused", reason="too-many")
        page = self._around.page(request, "too-many", 429, seconds=error.retry_after)
        page.headers["Retry-After"] = str(error.retry_after)
        return page

    async def still(self, request: Request) -> bool:
        """Whether whoever asked is signed in as they were, where an answer goes on. Raises as Door.looker does."""
        before: Looker = request.state.looker
        return (await self._door.looker(request)).asker() == before.asker()

    async def of_our_form(self, request: Request) -> None:
        """For every route: what changes something bears this browser's token. Raises NotOurForm, BodyRefused.

        What commands ask bears a header that no form can send: Authorization, or Actor where that is believed.
        """
        if request.method in READING or request.url.path.startswith(BY_TOKEN):
            return
        said = request.headers.get(HEADER) or (await sent(request)).fields.pop(FIELD, "")
        if not self.tokens.is_of(self._cookies.browser(request), said):
            raise NotOurForm

    async def not_ours(self, request: Request, _: Exception) -> Response:
        log.warning("form.not_ours")
        looking.now().reason = "not-our-form"
        return self._around.page(request, "not-our-form", 403)


def guard(app: FastAPI, guarding: Guard) -> FastAPI:
    app.middleware("http")(guarding.answered)
    app.add_exception_handler(NotOurForm, guarding.not_ours)
    return app
