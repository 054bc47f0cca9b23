"""What the console's answers forbid the browser: to run or fetch what is not ours, to frame, keep or send it."""

from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from services.console.around import keep_who, you

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
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
        if (who := you(request)) and "set-cookie" not in response.headers:
            keep_who(response, who)  # they are still here
        return response

    app.middleware("http")(guarded)
    return app
