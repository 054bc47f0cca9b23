"""A request's body: JSON as it stands, and never more of it than could be a document of ours."""

import re

from fastapi import Request

from shared.edge import MAX_BYTES

_TYPES = {"application/json", "application/cloudevents+json"}
_UTF_8 = {"utf-8", "utf8"}
_LENGTH = re.compile(r"[0-9]{1,18}")


class BodyRefused(Exception):
    """By what its headers say, or by its length: nothing of it was parsed."""

    def __init__(self, status: int, rule: str, detail: str) -> None:
        super().__init__(rule)
        self.status = status
        self.rule = rule
        self.detail = detail


async def body_of_request(request: Request) -> bytes:
    """JSON. Raises BodyRefused, and ClientDisconnect when the sender breaks off."""
    _is_json(request)
    return await bytes_of_request(request)


async def bytes_of_request(request: Request) -> bytes:
    """Whatever they are. Raises as `body_of_request` does."""
    _is_not_coded(request)
    declared = request.headers.get("content-length", "")
    if _LENGTH.fullmatch(declared) and int(declared) > MAX_BYTES:
        raise _too_long()
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BYTES:
            raise _too_long()
    return bytes(body)


def _is_json(request: Request) -> None:
    """Who does not say the type is believed: the bytes are looked at strictly in any case."""
    said = request.headers.get("content-type")
    if said is None:
        return
    type_, *parameters = said.lower().split(";")
    named = (parameter.partition("=") for parameter in parameters)
    charsets = {value.strip().strip('"') for name, _, value in named if name.strip() == "charset"}
    if type_.strip() not in _TYPES or charsets - _UTF_8:
        raise BodyRefused(415, "not-json", "Send application/cloudevents+json or application/json, in UTF-8.")


def _is_not_coded(request: Request) -> None:
    """Never unpacked: a few bytes of gzip can stand for more memory than there is."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise BodyRefused(415, "coded", "Send it without a content coding.")


def _too_long() -> BodyRefused:
    return BodyRefused(413, "too-long", f"A document has at most {MAX_BYTES} bytes.")
