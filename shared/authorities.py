"""English authorities with children's services functions, by GSS code, with the days on which each one was there.

Boundaries change, and agencies' systems learn of it late: a code that was abolished is still known.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """No `valid_from` or `valid_to`: since before our table begins, or still there."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None

    def abolished_by(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


def authority(code: str) -> LocalAuthority | None:
    """The authority that this code stands for, abolished or not; None for any other code."""
    return _AUTHORITIES.get(code)


def codes() -> frozenset[str]:
    """Every code that stands for one."""
    return frozenset(_AUTHORITIES)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _read(table: Mapping[str, Any]) -> Mapping[str, LocalAuthority]:
    """Barnsley and Sheffield appear under an older and a newer code: both are read as one authority."""
    listed = {
        row["code"]: LocalAuthority(
            row["code"], row["name"], _day(row.get("valid_from")), _day(row.get("valid_to"))
        )
        for row in table["authorities"]
    }
    also = {newer: listed[older] for newer, older in table["also_written"].items()}
    return MappingProxyType({**listed, **also})


_AUTHORITIES = _read(json.loads(files("shared").joinpath("authorities.json").read_text(encoding="utf-8")))
