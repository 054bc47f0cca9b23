"""A person's own page: who they are here, where they are signed in, and how each of these sessions is ended."""

import re

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.around import Around
from services.console.people.cookies import Cookies
from services.console.people.looker import SEES_TO_PEOPLE, looker
from services.console.people.sessions import Sessions
from services.console.session import ABSOLUTE_HOURS, IDLE_MINUTES
from services.console.typed import from_elsewhere, sent
from shared import looking
from shared.faults import OURS

_NAME = re.compile(r"[0-9a-f]{64}")


class OwnSessions:
    def __init__(self, around: Around, sessions: Sessions, cookies: Cookies) -> None:
        self._around = around
        self._sessions = sessions
        self._cookies = cookies

    async def page(self, request: Request) -> Response:
        it = looker(request)
        if it.person is None:
            return RedirectResponse("/sign-in?back=/account", 303)
        try:
            sessions = await self._sessions.open_of(it.person.id, self._cookies.session(request))
        except (TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        return self._around.page(
            request,
            "account",
            idle_minutes=IDLE_MINUTES,
            absolute_hours=ABSOLUTE_HOURS,
            sees_to_people=bool(SEES_TO_PEOPLE.intersection(it.person.roles)),
            sessions=sessions,
            second_factor=it.second_factor,
        )

    async def end_one(self, request: Request) -> Response:
        """Another's, or one that is over already, is left as it is: the page that follows shows which hold."""
        person = looker(request).person
        if person is None:
            return RedirectResponse("/sign-in?back=/account", 303)
        name = (await sent(request)).fields.get("session", "")
        if from_elsewhere(request) or not _NAME.fullmatch(name):
            return self._around.page(request, "no-action", 422)
        try:
            await self._sessions.end_one(person.id, name)
        except (TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        looking.now().note = "signed out elsewhere"
        return RedirectResponse("/account", 303)
