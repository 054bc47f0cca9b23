"""Each HTTP request as a span: part of the caller's trace when it names one, else the beginning of its own.

By hand, for what instruments web servers writes down addresses with their queries: people search by name.
"""

from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import tracing

_ASKED_ALL_THE_TIME = ("/health", "/metrics", "/status")


class Traced:
    """ASGI middleware. The span's name is the route's pattern, never the path that was asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_ASKED_ALL_THE_TIME):
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        with tracing.span(method, "server", tracing.header(_headers(scope)), **{"http.request.method": method}):
            await self._app(scope, receive, _noting_status(scope, send))


def _noting_status(scope: Scope, send: Send) -> Send:
    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            route = _route(scope)
            status = int(message["status"])
            known: dict[str, Any] = {"http.route": route, "http.response.status_code": status}
            tracing.rename(f"{scope['method']} {route}".strip(), **known)
        await send(message)

    return noted


def _route(scope: Scope) -> str:
    """Empty when nothing answers to that path."""
    return str(getattr(scope.get("route"), "path", ""))


def _headers(scope: Scope) -> tuple[tuple[str, bytes], ...]:
    return tuple((name.decode("latin-1"), value) for name, value in scope["headers"])
