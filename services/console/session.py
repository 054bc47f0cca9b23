"""How long somebody is believed to be at the desk, and where they may be sent on to."""

from urllib.parse import urlsplit

from fastapi import Request

IDLE_MINUTES = 30  # without any request; then they say again who they are
ABSOLUTE_HOURS = 10  # however busy they are
LOCK_MINUTES = 15  # without a key or a pointer, where scripts run (console.js has the same)
FRESH_MINUTES = 15  # how long ago they may have proven who they are, for what cannot be undone


def whole(request: Request) -> str:
    """Where somebody is, as a place to come back to."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def within(back: str) -> str:
    """A place of this console: an address of another, however it is disguised, is the home page."""
    if not back.startswith("/") or back.startswith("//") or "\\" in back or not back.isprintable():
        return "/"
    try:
        parts = urlsplit(back)
    except ValueError:  # an address that is none, such as one with half a bracket
        return "/"
    return "/" if parts.scheme or parts.netloc else back
