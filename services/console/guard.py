"""What the console's answers forbid the browser: to run, fetch, frame or keep anything, or send it elsewhere."""

from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # A case's id is in its address: nobody else may see it. With "no-referrer" our own forms would bear no origin.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guard(app: FastAPI) -> FastAPI:
    async def guarded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers.update(HEADERS)
        return response

    app.middleware("http")(guarded)
    return app
