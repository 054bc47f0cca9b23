"""Who asks, by their token: the one place where it is looked at, before anything else is done with a request.

What the routes read is the header Actor, as they always have: here it comes from the token. One that was sent must
say the same, for whoever sends another believes to be somebody else.
"""

from collections.abc import Mapping

import structlog
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.identity.door import Door
from shared.identity.refused import NotVerified, Reason
from shared.need.opened import nothing_yet
from shared.web.problems import problem
from shared.web.rules import Rules

log = structlog.get_logger()
PRINCIPAL = "principal"  # in the request's state
_SAYS: Mapping[Reason, str] = {
    "missing": "This needs a token: Authorization: Bearer, with a token for this service.",
    "expired": "The token is too old. Ask for another.",
    "not-yet": "The token is from the future. Set your clock, or ours.",
    "wrong-audience": "The token is for another service.",
    "revoked": "The token's agency is suspended, or its key was taken back: telephone the partnership.",
    "another-actor": "The header Actor names somebody else than the token. Leave the header out.",
}
_OTHERWISE = "The token is not one that is believed here."


class Bearer:
    """ASGI middleware. Each refusal is a line in the log with its reason, and nothing of the token."""

    def __init__(self, app: ASGIApp, door: Door, rules: Rules) -> None:
        self._app, self._door, self._rules = app, door, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # what runs beside requests is the service itself
            await self._app(scope, receive, send)
            return
        needs = self._rules.needs_token(scope["method"], scope["path"])
        if self._rules.pages and not needs:  # who looks at a page is known to what is around us
            await self._app(scope, receive, send)
            return
        if needs:
            try:
                scope = self._identified(scope)
            except NotVerified as error:
                await refusal(error.reason, self._door.audience)(scope, receive, send)
                return
        with nothing_yet(scope.get("state", {}).get(PRINCIPAL)):
            await self._app(scope, receive, send)

    def _identified(self, scope: Scope) -> Scope:
        """The same request, in the name of whom its token speaks for. Raises NotVerified."""
        principal = self._door.admit(_only(scope, b"authorization", "malformed"))
        said = _only(scope, b"actor", "another-actor")
        if said not in ("", principal.actor):
            raise NotVerified("another-actor")
        headers = [(name, value) for name, value in scope["headers"] if name != b"actor"]
        state = {**scope.get("state", {}), PRINCIPAL: principal}
        return {**scope, "headers": [*headers, (b"actor", principal.actor.encode())], "state": state}


def refusal(reason: Reason, audience: str) -> JSONResponse:
    """401 with how to ask (RFC 6750), or 403 where asking otherwise would not help."""
    log.warning("identity.refused", reason=reason)
    if reason == "another-actor":
        return problem(403, reason, _SAYS[reason])
    how = f'Bearer realm="{audience}"'
    if reason != "missing":
        how += f', error="invalid_token", error_description="{reason}"'
    return problem(401, reason, _SAYS.get(reason, _OTHERWISE), headers={"WWW-Authenticate": how})


def _only(scope: Scope, name: bytes, otherwise: Reason) -> str:
    """The header's one value, empty where there is none. Raises NotVerified of two."""
    found = [value for each, value in scope["headers"] if each == name]
    if len(found) > 1:
        raise NotVerified(otherwise)
    return found[0].decode("latin-1") if found else ""
