"""A spreadsheet's CSV, read: what programs do to a file is undone where that cannot be mistaken, else refused."""

import csv
import io
import re
from collections.abc import Sequence

from shared.edge import BadInput

MOST_ROWS = 500
MORE = ""  # stands for cells that no column has
_BRITISH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def filled(content: bytes, known: Sequence[str], must: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Of each row its number and what its cells say, by column. Raises BadInput."""
    text = _text(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        table = [(number, cells) for number, cells in enumerate(reader, 1) if any(cell.strip() for cell in cells)]
    except csv.Error:
        raise BadInput(("", "not CSV: a quotation mark or a line is out of place")) from None
    if not table:
        raise BadInput(("", "is empty"))
    header = _header(table[0][1], known, must)
    if len(table) - 1 > MOST_ROWS:
        raise BadInput(("", f"more than {MOST_ROWS} rows"))
    return [(line, _values(header, cells)) for line, cells in table[1:]]


def _text(content: bytes) -> str:
    """UTF-8 with or without a mark, or what Excel calls Unicode text. Another encoding would garble names."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput(("", "not UTF-8: save it as CSV UTF-8")) from None
    if "\x00" in text:
        raise BadInput(("", "not a text: save it as CSV UTF-8"))
    return text


def _delimiter(text: str) -> str:
    """Excel writes what the country's list separator is."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(cells: list[str], known: Sequence[str], must: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if len(set(names)) != len(names):
        raise BadInput(("", "the same column twice"))
    if not set(names) <= set(known):
        raise BadInput(("", "a column that is not in the template"))
    missing = [name for name in must if name not in names]
    if missing:
        raise BadInput(*((name, "this column is missing") for name in missing))
    return names


def _values(header: list[str], cells: list[str]) -> dict[str, str]:
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    return {**values, MORE: "yes"} if any(cells[len(header) :]) else values


def header_of(columns: Sequence[str]) -> bytes:
    """The header alone, with the mark by which spreadsheets know UTF-8."""
    return ("\ufeff" + ",".join(columns) + "\r\n").encode()


def iso_day(cell: str) -> str:
    """Day first, as it is written here."""
    found = _BRITISH_DAY.fullmatch(cell)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else cell
