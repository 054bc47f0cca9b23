"""Why a record was set aside, in words that help: the agencies' own catalogue of errors, read by staff."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CATALOGUE = Path(__file__).parent / "pages" / "errors.json"  # written by `make documents`


@dataclass(frozen=True)
class Explained:
    means: str
    do: str


@cache
def _rules() -> list[tuple[re.Pattern[str], Explained]]:
    rows: list[list[str]] = json.loads(_CATALOGUE.read_text(encoding="utf-8"))
    return [(_pattern(rule), Explained(means, do)) for rule, means, do in rows]


def _pattern(rule: str) -> re.Pattern[str]:
    """`…` stands for what differs."""
    return re.compile(".*".join(re.escape(part) for part in rule.split("…")), re.DOTALL)


def explained(reason: str) -> Explained | None:
    """None for a reason that the catalogue does not know: that of a record of our own services, for one."""
    return next((it for pattern, it in _rules() if pattern.fullmatch(reason)), None)
