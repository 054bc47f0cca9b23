"""Reports in a spreadsheet's CSV, for agencies without an integration: a row is a report.

Each row becomes the same document that a system would send, and goes through the same door. What spreadsheets do
to a file is undone here where that cannot be mistaken, and refused where it can.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake.partners import read_report
from shared.calendar import LONDON
from shared.edge import BadInput
from shared.hearing import Demand
from shared.spreadsheet import MORE, filled, header_of, iso_day

CHILDREN = 4
_TOP = ("id", "reference")
_INCIDENT = (
    *("la_code", "harm", "incident_on", "incident_precision", "incident_time", "agency_aware_at", "outline"),
    *("place", "reporter_name", "reporter_contact", "abuse_or_neglect", "immediate_action", "police_reference"),
    "further_children",
)
_CHILD = (
    *("first_name", "last_name", "date_of_birth", "date_of_birth_precision", "expected_date_of_birth"),
    *("date_of_death", "nhs_number", "unique_pupil_number", "address", "sex"),
)
COLUMNS = (*_TOP, *_INCIDENT, *(f"child{n}_{name}" for n in range(1, CHILDREN + 1) for name in _CHILD))
MUST = ("id", "reference", "la_code", "harm", "agency_aware_at", "outline", "child1_first_name")
_DAYS = {"incident_on", "date_of_birth", "expected_date_of_birth", "date_of_death"}
_LOCAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_FROM_POINTER = re.compile(r"/data/children/([0-9]+)/(.+)")


@dataclass(frozen=True)
class Row:
    """`line` is the row's number as a spreadsheet shows it. Either `demand`, or problems as (column, rule)."""

    line: int
    demand: Demand | None = None
    problems: tuple[tuple[str, str], ...] = ()


def template() -> bytes:
    """The header alone."""
    return header_of(COLUMNS)


def rows(content: bytes, agency: str, now: datetime) -> list[Row]:
    """Every row, in order; empty ones are none. Raises BadInput where no row can be read at all."""
    return [as_row(line, values, agency, now) for line, values in filled(content, COLUMNS, MUST)]


def as_row(line: int, values: dict[str, str], agency: str, now: datetime) -> Row:
    """The report that these cells make."""
    if MORE in values:
        return Row(line, problems=(("", "more cells than columns"),))
    document = json.dumps(_document(values, agency, now), ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        return Row(line, demand=read_report(document, agency))
    except BadInput as bad:
        return Row(line, problems=tuple(_told(bad.problems)))


def _document(values: dict[str, str], agency: str, now: datetime) -> dict[str, Any]:
    data: dict[str, Any] = {name: _mended(name, values[name]) for name in _INCIDENT if name in values}
    data["children"] = list(_children(values))
    return {
        "specversion": "1.0",
        "type": "cspr.partner.incident-report.v2",
        "source": agency,
        # A file has no time of its own, and the same file again must be the same reports.
        "time": data.get("agency_aware_at", now.isoformat()),
        "data": data,
        **({"id": values["id"]} if "id" in values else {}),
        **({"subject": values["reference"]} if "reference" in values else {}),
    }


def _children(values: dict[str, str]) -> Iterator[dict[str, str]]:
    for number in range(1, CHILDREN + 1):
        names = [name for name in _CHILD if f"child{number}_{name}" in values]
        if names:
            yield {name: _mended(name, values[f"child{number}_{name}"]) for name in names}


def _mended(name: str, cell: str) -> str:
    """As it was before a spreadsheet showed it its own way. What this cannot read, the door refuses."""
    if name in _DAYS:
        return iso_day(cell)
    if name == "agency_aware_at":
        return instant(cell)
    return cell.replace(" ", "") if name == "nhs_number" else cell


def instant(cell: str) -> str:
    """Without a zone it is London's time, but for the hour that comes twice and the one that never comes."""
    day, _, time = cell.partition(" ")
    found = _LOCAL.fullmatch(f"{iso_day(day)} {time}" if time else cell)
    if not found:
        return cell
    try:
        local = datetime.fromisoformat(f"{found[1]}T{int(found[2]):02}:{found[3]}:{found[4] or '00'}")
    except ValueError:
        return cell
    first, second = (local.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    return first.isoformat() if first.utcoffset() == second.utcoffset() else cell


def _told(problems: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The event's time is made of another column, which is told of already."""
    yield from ((_column(where), rule) for where, rule in problems if where != "/time")


def _column(where: str) -> str:
    """The column that a JSON Pointer's value came from; empty when it is the whole row."""
    if found := _FROM_POINTER.fullmatch(where):
        return f"child{int(found[1]) + 1}_{found[2]}"
    if where == "/data/children":
        return "child1_first_name"
    return {"/id": "id", "/subject": "reference"}.get(where, where.removeprefix("/data/").lstrip("/"))
