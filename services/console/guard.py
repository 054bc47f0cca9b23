"""What the console's answers forbid the browser: to run or fetch anything but our own, to frame or keep it."""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # A case's id is in its address: nobody else may see it. With "no-referrer" our own forms would bear no origin.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guard(app: FastAPI) -> FastAPI:
    app.add_middleware(Guarded)
    return app


class Guarded:
    """ASGI middleware: headers alone, so that a stream without end passes as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, guarded)
