"""A row of what waits as a line of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.console.casework import NameOf
from services.console.views.cases import reference_of
from services.console.views.waiting import WaitRow
from services.console.waiting.links import Links
from services.console.waiting.to_see_to import TO_SEE_TO
from services.console.waiting.to_sign import TO_SIGN
from services.console.waits.wait import Group

TITLES: Mapping[Group, str] = {
    "signature": "For a second signature",
    "aside": "Records set aside",
    "person": "For somebody to see to",
    "undated": "To be decided, with no date yet",
}
_TOLD = {**TO_SIGN, **TO_SEE_TO}
_NO_CASE = ("/", "request-")  # in what stands for a case and is none


@dataclass(frozen=True)
class Waiting:
    """`case`: its id; empty where it is about none. `whose`: whose turn it is, empty for anybody's."""

    what: str
    case: str
    reference: str
    whose: str
    since: datetime
    links: Links


def waiting(rows: Iterable[WaitRow], name_of: NameOf) -> list[Waiting]:
    """In the order of the rows."""
    return [_waiting(row, name_of) for row in rows]


def _waiting(row: WaitRow, name_of: NameOf) -> Waiting:
    case = "" if any(sign in row.subject for sign in _NO_CASE) else row.subject
    what, links = _TOLD[row.what](row, name_of)
    return Waiting(what, case, reference_of(case), _whose(row), row.since, links)


def _whose(row: WaitRow) -> str:
    if row.by:
        asked = f"{row.asked} is asked; " if row.asked else ""
        return f"{asked}anybody but {row.by}"
    return row.asked
