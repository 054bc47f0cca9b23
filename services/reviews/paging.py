"""Lists in pages: a page ends with the place after which the next one begins, `next`, asked for as `after`."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, NoReturn, TypeVar

from fastapi import Query

from services.reviews.themes import EDITIONS
from shared.edge import BadInput

Limit = Annotated[int, Query(ge=1, le=100)]
After = Annotated[
    str | None, Query(max_length=250, description="`next` of the page before", json_schema_extra={"pattern": "~"})
]
Place = tuple[date, str, str]  # a date, a case and a reference within it
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})~([^~]+)~([^~]+)")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[0-9:.]{8,15}Z~[^~]+")

R = TypeVar("R")


def place(after: str | None) -> Place | None:
    """Raises BadInput."""
    if after is None:
        return None
    found = _PLACE.fullmatch(after)
    try:
        return (date.fromisoformat(found[1]), found[2], found[3]) if found else _not_a_place()
    except ValueError:
        return _not_a_place()


def moment(after: str | None) -> tuple[datetime, str] | None:
    """A place in a list in the order of time: its instant and its case. Raises BadInput."""
    if after is None:
        return None
    at, _, case = after.partition("~")
    try:
        return (datetime.fromisoformat(at), case) if _MOMENT.fullmatch(after) else _not_a_place()
    except ValueError:
        _not_a_place()


def place_of(at: datetime, case: str) -> str:
    """`moment` reads it. Without a +, which would be a blank in an address."""
    return f"{at.isoformat().replace('+00:00', 'Z')}~{case}"


def page(rows: Sequence[R], limit: int, of: Callable[[R], Place]) -> tuple[list[R], str | None]:
    """The first `limit` of one row more than that, and `next` where there is one more."""
    if len(rows) <= limit:
        return list(rows), None
    day, case, reference = of(rows[limit - 1])
    return list(rows[:limit]), f"{day}~{case}~{reference}"


def known_theme(theme: str | None) -> str | None:
    """Of any edition. Raises BadInput."""
    if theme is None or any(theme in edition.themes for edition in EDITIONS):
        return theme
    raise BadInput(("/query/theme", "not a theme of the kept vocabulary; GET /themes lists them"))


def _not_a_place() -> NoReturn:
    raise BadInput(("/query/after", "not the `next` of a page"))
