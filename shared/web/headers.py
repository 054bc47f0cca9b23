"""What a browser may do with an answer of ours: nothing, unless the route says what.

Every service's answers bear these, refusals and faults of ours too. Most are read by programs, which ignore them;
but whoever has an address can open it in a browser, and what was written by a stranger must be inert there.
"""

import base64
import hashlib
import re

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "Content-Security-Policy"
# Over TLS a browser never comes back without it, to no host below this one either; without TLS it ignores this.
TLS_ALONE = "max-age=31536000; includeSubDomains"
# What a policy that lets anything else in still says. `object-src` follows from `default-src`, and is named all
# the same: the OWASP ASVS (3.4.3) asks for it by name.
_NEVER = "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def policy(*allowed: str, forms: str = "'none'") -> str:
    """A Content-Security-Policy of nothing but `allowed`, as `style-src 'self'`. `forms`: where they may go to."""
    return "; ".join(("default-src 'none'", *allowed, _NEVER, f"form-action {forms}"))


def its_style(page: str) -> str:
    """What lets in the one style that a page of ours holds, by its hash: none that somebody wrote into it."""
    found = _STYLE.search(page)
    told = found.group(1) if found else ""
    return f"style-src 'sha256-{base64.b64encode(hashlib.sha256(told.encode()).digest()).decode()}'"


SAFE = {
    POLICY: policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": TLS_ALONE,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Safe:
    """ASGI middleware, outside all others: what an answer does not say itself, it says by `SAFE`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, _careful(send) if scope["type"] == "http" else send)


class SafeApp(FastAPI):
    """With `Safe` outside all else, so that an answer to a fault of ours bears them too."""

    def build_middleware_stack(self) -> ASGIApp:
        return Safe(super().build_middleware_stack())


def _careful(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SAFE.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
