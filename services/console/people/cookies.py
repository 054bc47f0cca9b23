"""What a browser holds for us: which session is its own, and which browser it is. No script can read either."""

import hashlib
import secrets
from dataclasses import dataclass

from fastapi import Request, Response

BROWSER_DAYS = 30
_PREFIX = "__Host-"  # a browser takes it only over TLS, for this host alone, and from nobody else


@dataclass(frozen=True)
class Cookies:
    """`secure`: the console is reached by https. Without TLS, on one machine alone, the names are plain.

    Lax, not strict: the way back from the issuer begins at another site, and so does a link in a mail. What acts
    is always a form of ours, which bears a token besides.
    """

    secure: bool

    def session(self, request: Request) -> str:
        return request.cookies.get(self._name("session"), "")

    def browser(self, request: Request) -> str:
        return request.cookies.get(self._name("browser"), "")

    def keep_session(self, response: Response, value: str, seconds: int) -> None:
        self._keep(response, "session", value, seconds)

    def keep_browser(self, response: Response, value: str) -> None:
        self._keep(response, "browser", value, BROWSER_DAYS * 24 * 3600)

    def drop_session(self, response: Response) -> None:
        self._keep(response, "session", "", 0)

    def _keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            self._name(name),
            value,
            max_age=seconds,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def _name(self, name: str) -> str:
        return f"{_PREFIX}{name}" if self.secure else name


def new_secret() -> str:
    """256 random bits, as a cookie or an address can hold them."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> bytes:
    """What is kept of it here, so that whoever reads our database can be nobody else."""
    return hashlib.sha256(secret.encode()).digest()
