"""One entry of the audit log, as the bytes that are hashed: canonical JSON, with the hash of the one before it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

Content = Mapping[str, Any]  # text, whole numbers and lists of text; what is empty is left out


_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


class NotAnEntry(ValueError):
    """Bytes that no entry of ours ever was."""


@dataclass(frozen=True)
class Tip:
    """Where a chain ends: its last entry's number, and its SHA-256 in hexadecimal. Empty: of none."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True)
class Link:
    """An entry in its place. `before`: the hash of the one before. `subject`: the case it is about, or empty."""

    number: int
    before: str
    subject: str
    wire: bytes

    @property
    def tip(self) -> Tip:
        return Tip(self.number, sha256(self.wire).hexdigest())


def linked(tip: Tip, contents: Iterable[Content]) -> list[Link]:
    """These, in their order, after that."""
    links = []
    for content in contents:
        told = {name: value for name, value in content.items() if value not in ("", None, (), [])}
        wire = canonical({**told, "number": tip.number + 1, "before": tip.hash})
        links.append(Link(tip.number + 1, tip.hash, str(content.get("case", "")), wire))
        tip = links[-1].tip
    return links


def read(wire: bytes) -> Link:
    """Raises NotAnEntry: also for JSON that says the same in other bytes."""
    told = content_of(wire)
    number, before, case = told.get("number"), told.get("before"), told.get("case", "")
    if type(number) is not int or not isinstance(before, str) or not isinstance(case, str):
        raise NotAnEntry("neither numbered nor linked")
    return Link(number, before, case, wire)


def content_of(wire: bytes) -> dict[str, Any]:
    """Raises NotAnEntry."""
    try:
        told = json.loads(wire)
    except ValueError:
        raise NotAnEntry("no JSON") from None
    if not isinstance(told, dict) or canonical(told) != wire:
        raise NotAnEntry("not as entries are written")
    return told


def canonical(told: Content) -> bytes:
    try:
        return _encoded(told).encode()
    except (UnicodeEncodeError, RecursionError):
        raise NotAnEntry("not text") from None
