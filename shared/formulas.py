"""A CSV that a spreadsheet can be trusted with: what would begin a formula has an apostrophe before it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(value: object) -> object:
    """For csv.writer: a text is made harmless, None is empty, anything else stays as it is."""
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A line of the columns' names, and one a row; each cell inert."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(inert(row[name]) for name in columns)
    return file.getvalue()


def as_told(cell: str) -> str:
    """What stood there before it was made harmless: the apostrophe goes, and is no part of what was told."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_BEGINS_A_FORMULA) else cell
