"""A chronology from a file: a spreadsheet's CSV, or JSON. All of it is taken in, or nothing and every reason told.

A problem's pointer is /row/column, the row as a spreadsheet counts it (the header is 1); of JSON as in JSON.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from services.reviews.chronology import Told
from services.reviews.gathering_commands import MOST_ENTRIES
from shared.edge import MOST_PROBLEMS, BadInput, Closed, read
from shared.formulas import as_told
from shared.spreadsheet import MORE, filled, header_of, iso_day

COLUMNS = ("on", "precision", "until", "order", "source", "text", "anonymised", "significance", "episode")
MUST = ("on", "source", "text")
_DAYS = ("on", "until")


class ChronologyFile(Closed):
    """`entries`: in any order."""

    entries: Annotated[tuple[Told, ...], Field(min_length=1, max_length=MOST_ENTRIES)]


EXAMPLE = ChronologyFile(
    entries=(
        Told(
            on=date(2026, 3, 3),
            order=1,
            source="Which record it stands in",
            text="What the record tells",
            anonymised="The same without anything that identifies anybody",
            significance="of note",
            episode="what-agencies-agreed-to-call-it",
        ),
    )
)


def csv_template() -> bytes:
    return header_of(COLUMNS)


def from_json(content: bytes) -> tuple[Told, ...]:
    """Raises BadInput with a JSON Pointer for every problem."""
    return read(content, ChronologyFile).entries


def from_csv(content: bytes) -> tuple[Told, ...]:
    """Raises BadInput with row and column for every problem, up to as many as are told of one document."""
    found: list[Told] = []
    problems: list[tuple[str, str]] = []
    rows = filled(content, COLUMNS, MUST)
    if not rows:
        raise BadInput(("", "has no rows"))
    for line, cells in rows:
        try:
            found.append(_entry(cells))
        except BadInput as bad:
            problems += ((f"/{line}{where}", rule) for where, rule in bad.problems)
    if problems:
        raise BadInput(*problems[:MOST_PROBLEMS])
    return tuple(found)


def _entry(cells: dict[str, str]) -> Told:
    if MORE in cells:
        raise BadInput(("", "more cells than columns"))
    document = json.dumps(dict(_values(cells)), ensure_ascii=False)
    return read(document.encode("utf-8", "surrogatepass"), Told)


def _values(cells: dict[str, str]) -> Iterator[tuple[str, object]]:
    """As JSON would tell it; what is not understood here is refused by the entry's own rules."""
    for column, cell in cells.items():
        if column in _DAYS:
            yield column, iso_day(cell)
        elif column == "order":
            yield column, int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 5 else cell
        else:
            yield column, as_told(cell)
