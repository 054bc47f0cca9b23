"""A page to read what the local mail server received, and the same as JSON for tests."""

from pathlib import Path

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.middleware.base import RequestResponseEndpoint

from deploy.local.mailbox import Mailbox

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,  # a message's every word was written by a stranger
    undefined=StrictUndefined,
)


def viewer(mailbox: Mailbox) -> FastAPI:
    app = FastAPI(title="Local mail", openapi_url=None)
    app.middleware("http")(_nothing_active)

    @app.get("/", response_class=HTMLResponse)
    def every_message() -> str:
        newest_first = list(mailbox.messages())[::-1]
        return _PAGES.get_template("mail.html").render(messages=newest_first)

    @app.get("/messages/{received}", response_class=HTMLResponse)
    def one_message(received: int) -> str:
        message = mailbox.message(received)
        if message is None:
            raise HTTPException(404, "no such message")
        return _PAGES.get_template("mail-message.html").render(message=message)

    @app.get("/messages.json")
    def for_tests() -> list[dict[str, object]]:
        return [message.as_json() for message in mailbox.messages()]

    @app.get("/health/ready")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    return app


async def _nothing_active(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Whatever a message holds, the browser runs and fetches nothing."""
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
