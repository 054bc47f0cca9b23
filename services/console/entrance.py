"""The way in, as the settings choose it: issuers and sessions, or, on one machine, a name that is believed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import FastAPI

from services.console.around import Around
from services.console.declaring import Declaring
from services.console.guard import Guard, guard
from services.console.people import issuers
from services.console.people.begun import SignIns
from services.console.people.cookies import Cookies
from services.console.people.door import Believed, Door, SignedIn
from services.console.people.form_token import FormTokens
from services.console.people.leavers import Leavers
from services.console.people.provider import Provider
from services.console.people.sessions import Sessions
from services.console.people_pages import PeoplePages
from services.console.settings import ConsoleSettings
from services.console.signing import Ways
from services.console.signing_in import SigningIn
from shared.application import Application
from shared.identity.door import door as token_door
from shared.web.bucket import Buckets

log = structlog.get_logger()


@dataclass(frozen=True)
class Entrance:
    """`believes`: whoever comes, whatever name they say."""

    around: Around
    guard: Guard
    people: PeoplePages
    ways: Ways
    believes: bool = False

    def guarding(self, app: FastAPI) -> FastAPI:
        """The app, which says in its log when it believes whoever comes."""
        begins = app.router.lifespan_context

        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
            async with begins(app) as state:
                if self.believes:
                    log.warning("sign_in.declared", reason="nobody signs in: CSPR_SIGN_IN=declared")
                yield state

        app.router.lifespan_context = lifespan
        return guard(app, self.guard)


def entrance(application: Application, settings: ConsoleSettings, around: Around) -> Entrance:
    """Raises OSError, TOMLDecodeError or ValidationError where the file of issuers is not as it must be."""
    service = application.service
    cookies = Cookies(secure=settings.url.startswith("https:"))
    tokens = FormTokens(service.keyring.key_for("cspr console forms"))
    if not settings.by_issuers or settings.identity is None:
        watched = Guard(Believed(), cookies, tokens, around)
        return Entrance(
            around, watched, PeoplePages(around, None, service.clock), Declaring(around), believes=True
        )
    known = issuers.load(settings.identity)
    sessions = Sessions(service.log, service.clock, service.keyring.key_for("cspr console id tokens"))
    sign_ins = SignIns(service.log, service.clock, service.keyring.key_for("cspr console sign-ins"))
    providers = {each.id: Provider(each, f"{settings.url}/sign-in/return") for each in known.issuers}
    door: Door = SignedIn(sessions, cookies, token_door(settings.issuers, service.name, settings.host))
    return Entrance(
        around,
        Guard(door, cookies, tokens, around, Buckets(settings.requests_per_second)),
        PeoplePages(around, Leavers(service.log, service.clock), service.clock),
        SigningIn(around, known, providers, sign_ins, sessions, cookies, settings.url),
    )
