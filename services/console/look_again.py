"""What must be looked at again, as people read it: what, by when, and whose it is. No law dates any of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.console.countdown import countdown
from services.console.views.cases import reference_of
from shared.duties.bands import Band
from shared.watched import WatchRow

NOBODY = "nobody owes it"


@dataclass(frozen=True)
class LookAgain:
    """`standing`: "in 3 working days"; `owner`: an organisation, or that nobody owes it; empty: the partners."""

    subject: str
    reference: str
    what: str
    owner: str
    look_by: date
    standing: str
    band: Band


def look_again(rows: Iterable[WatchRow], today: date) -> list[LookAgain]:
    """In the order of the rows."""
    return [_looked_at(row, today) for row in rows]


def _looked_at(row: WatchRow, today: date) -> LookAgain:
    left = countdown(row.look_by, today)
    return LookAgain(
        subject=row.subject,
        reference=reference_of(row.subject),
        what=_what(row),
        owner=NOBODY if row.advisory else row.owner,
        look_by=row.look_by,
        standing=left.words,
        band=left.band,
    )


def _what(row: WatchRow) -> str:
    match row.what:
        case "progress":
            return "Check the practice review’s progress"
        case "hold":
            return f"Look again at the hold on {row.name}"
        case "process":
            return f"Ask how the other process stands: {row.name}"
        case "panel reply":
            return "The Panel’s reply is expected"
