"""Binary-mode CloudEvents, put together as the structured document that the one door reads.

Kafka's binding has the attributes in headers `ce_…`, HTTP's in headers `ce-…`; the body is the data alone.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from shared.edge import BadInput, parse, pointer

Headers = Iterable[tuple[str, bytes]]
KAFKA, HTTP = "ce_", "ce-"
_STRUCTURED = "application/cloudevents"
_BOOLEANS = {"true": True, "false": False}  # how CloudEvents writes one in a header


def structured(body: bytes, headers: Headers, prefix: str) -> bytes:
    """The event as one document: as it is, unless its attributes are in headers. Raises BadInput."""
    lower = [(name.lower(), value) for name, value in headers]
    media_type = _media_type(lower)
    attributes = _attributes(lower, prefix)
    if not attributes or media_type.startswith(_STRUCTURED):
        return body
    if media_type:
        attributes["datacontenttype"] = media_type
    if attributes.get("test") in _BOOLEANS:
        attributes["test"] = _BOOLEANS[attributes["test"]]
    try:
        document = {**attributes, "data": parse(body)}
        return json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadInput(("/data", "half of a surrogate pair is no character")) from None
    except BadInput as bad:
        raise BadInput(*((f"/data{where}", rule) for where, rule in bad.problems)) from None


def from_http(raw: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, bytes]]:
    """A request's headers; the binding has attributes percent-encoded."""
    return [
        (name.decode("latin-1"), unquote_to_bytes(value) if name.lower().startswith(b"ce-") else value)
        for name, value in raw
    ]


def _media_type(headers: list[tuple[str, bytes]]) -> str:
    """Without its parameters; empty when there is none."""
    found = [value for name, value in headers if name == "content-type"]
    return found[0].decode("latin-1").partition(";")[0].strip().lower() if found else ""


def _attributes(headers: list[tuple[str, bytes]], prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in headers:
        if not name.startswith(prefix):
            continue
        attribute = name.removeprefix(prefix)
        if attribute in found:
            raise BadInput((pointer(("…",)), "the same header twice"))
        try:
            found[attribute] = value.decode()
        except UnicodeDecodeError:
            raise BadInput((pointer(("…",)), "a header is not UTF-8")) from None
    return found
