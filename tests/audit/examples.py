"""An audit log of a few people, as its table has it."""

from collections.abc import Sequence

from shared.audit.entry import Content, Link, Tip, linked

ELLIS = "person:m.ellis"


def looked(number: int) -> Content:
    """The `number`th look at one of five cases."""
    return {
        "at": f"2026-01-05T09:{number % 60:02}:00.000+00:00",
        "service": "intake",
        "actor": ELLIS,
        "action": "GET /cases/{case}",
        "case": f"case-{number % 5}",
        "outcome": "allowed",
        "request": f"request-{number}",
    }


def log_of(size: int) -> list[Link]:
    return linked(Tip(), map(looked, range(size)))


def wires(links: Sequence[Link]) -> list[bytes]:
    return [link.wire for link in links]
