"""Before an answer goes out, who asked for what and what they got is in the audit log; or it does not go out.

Noted is each read of what is about cases, each refusal, each use of a case's key, and what says so itself, such as
a sign-in. What a command does is in the event log already, with who did it, so it has no entry here: reports are
taken in whether or not this log can be written.
"""

import re

import asyncpg
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.audit.notes import Notes, Outcome
from shared.faults import OURS
from shared.looking import Looking, begun
from shared.web.problems import away
from shared.web.rules import HEALTH

log = structlog.get_logger()
READING = ("GET", "HEAD")
DENIED = (401, 403, 429)
REQUEST_ID = b"request-id"
_ID = re.compile("[0-9a-f]{32}")


class Audited:
    """ASGI middleware, around all others."""

    def __init__(self, app: ASGIApp, notes: Notes) -> None:
        self._app, self._notes = app, notes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or f"{scope['method']} {scope['path']}" in HEALTH:
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        looking = Looking(action=scope["method"], unnoted=True, address=client[0] if client else "")
        looking.request = _said(scope) or looking.request
        with begun(looking):
            await self._app(scope, receive, _Answer(self._notes, looking, scope, receive, send))


def _said(scope: Scope) -> str:
    """The id under which the console asks for a page of its own, so that all entries of one look are found."""
    said = next((value for name, value in scope["headers"] if name == REQUEST_ID), b"").decode("latin-1")
    return said if _ID.fullmatch(said) else ""


class _Answer:
    """Where the answer goes: it is held until it is noted."""

    def __init__(self, notes: Notes, looking: Looking, scope: Scope, receive: Receive, send: Send) -> None:
        self._notes, self._looking = notes, looking
        self._scope, self._receive, self._send = scope, receive, send
        self._kept_back = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._kept_back = not await self._may_go(int(message["status"]))
            if self._kept_back:
                await away()(self._scope, self._receive, self._send)
        if not self._kept_back:
            await self._send(message)

    async def _may_go(self, status: int) -> bool:
        outcome = "denied" if self._looking.turned_away else outcome_of(status)
        if outcome is None or not is_noted(self._scope["method"], self._looking, outcome):
            return True
        try:
            await self._notes.answered(self._looking, outcome)
        except (asyncpg.PostgresError, *OURS) as error:
            log.error("audit.not_stored", error_type=type(error).__name__)
            return outcome == "denied"  # it shows nothing
        return True


def outcome_of(status: int) -> Outcome | None:
    """None where nothing came of it: it will be asked again."""
    if status in DENIED:
        return "denied"
    if status < 400:
        return "allowed"
    return "nothing" if status < 500 else None


def is_noted(method: str, looking: Looking, outcome: Outcome) -> bool:
    if outcome == "denied" or looking.note or looking.opened:
        return True
    return method in READING and not looking.unnoted
