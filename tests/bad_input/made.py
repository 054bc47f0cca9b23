"""How a case of bad input is made: a good report, spoiled in one place.

Every body bears CANARY where its fault is, or in what is personal: it must never be read anywhere in the clear.
What cannot bear it (a date, a number) is `planted` instead, and must not be told again either.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from tests.intake.examples import JsonObject, body, child

CANARY = "Kanarienvogel"
AGENCY = "hospital"
NOW = datetime(2026, 4, 2, 15, 45, tzinfo=UTC)  # when all of it is sent; 16:45 in London, a Thursday
ONE_LINE = "should match pattern"
DROP: Any = object()  # a field to leave out


@dataclass(frozen=True)
class BadInputCase:
    """`pointer` is None where it is taken in, with `flags`; else it is refused there, by `rule`."""

    name: str
    body: bytes
    pointer: str | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()
    planted: str = CANARY
    only: Literal["http", "kafka"] | None = None
    key: bytes | None = None
    headers: tuple[tuple[str, bytes], ...] = ()
    status: int = 422

    @property
    def is_taken_in(self) -> bool:
        return self.pointer is None

    @property
    def report(self) -> str:
        return report_id(self.name)


def report_id(name: str) -> str:
    return "bad:" + re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")


def good(
    name: str, *, children: list[Any] | None = None, data: JsonObject | None = None, **changes: Any
) -> JsonObject:
    """A report that is good but for these changes."""
    made = body(
        children=[child(last_name=CANARY)] if children is None else children,
        data={"outline": f"Told by {CANARY}.", **(data or {})},
        **{"id": report_id(name), **changes},
    )
    made["data"] = _without(made["data"])
    return _without(made)


def _without(fields: Any) -> Any:
    return {k: v for k, v in fields.items() if v is not DROP} if isinstance(fields, dict) else fields


def wired(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def taken(name: str, *flags: str, **changes: Any) -> BadInputCase:
    return BadInputCase(name, wired(good(name, **changes)), flags=flags)


def refused(name: str, pointer: str, rule: str, *, planted: str = CANARY, **changes: Any) -> BadInputCase:
    return BadInputCase(name, wired(good(name, **changes)), pointer, rule, planted=planted)


def raw(name: str, rule: str, sent: bytes, pointer: str = "", **more: Any) -> BadInputCase:
    return BadInputCase(name, sent, pointer, rule, **more)


def document(name: str = "raw") -> bytes:
    return wired(good(name))


def with_child(name: str, pointer: str, rule: str, *, planted: str = CANARY, **fields: Any) -> BadInputCase:
    return refused(name, f"/data/children/0{pointer}", rule, planted=planted, children=[_without(child(**fields))])
