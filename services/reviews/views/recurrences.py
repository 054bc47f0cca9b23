"""Findings that may be earlier ones again: found by rule, confirmed or dismissed by a person."""

from datetime import date

from pydantic import BaseModel

from services.reviews.themes import Found, grounds
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.learning import RecurrenceConfirmed, RecurrenceDismissed
from shared.writes import Write

SCHEMA = """
CREATE TABLE learning_recurrences (
    subject text, finding text, earlier_case text, earlier_finding text, state text NOT NULL,
    PRIMARY KEY (subject, finding, earlier_case, earlier_finding));
"""
_SETTLED = (
    "INSERT INTO learning_recurrences VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (subject, finding, earlier_case, earlier_finding) DO UPDATE SET state = excluded.state"
)
# The rule itself is `grounds`; this only spares it the findings of other themes.
_ALIKE = """
SELECT l.finding, l.theme, l.aspects, l.organisations, l.found_on, e.subject AS earlier_case,
       e.finding AS earlier_finding, e.aspects AS earlier_aspects, e.organisations AS earlier_organisations,
       e.found_on AS earlier_found_on, coalesce(r.state, 'suspected') AS state
  FROM learning_findings l
  JOIN learning_findings e ON e.theme = l.theme AND e.subject <> l.subject AND e.found_on <= l.found_on
  LEFT JOIN learning_recurrences r ON (r.subject, r.finding, r.earlier_case, r.earlier_finding)
       = (l.subject, l.finding, e.subject, e.finding)
 WHERE l.subject = $1
 ORDER BY l.finding, e.found_on DESC, e.subject, e.finding
"""


class RecurrenceRow(BaseModel):
    """state: suspected, confirmed, dismissed. `grounds`: in what the two are alike."""

    finding: str
    theme: str
    earlier_case: str
    earlier_finding: str
    earlier_found_on: date
    grounds: list[str]
    state: str


def project(write: Write, recorded: Recorded) -> None:
    it = recorded.data
    if isinstance(it, RecurrenceConfirmed | RecurrenceDismissed):
        state = "confirmed" if isinstance(it, RecurrenceConfirmed) else "dismissed"
        write(_SETTLED, recorded.subject, it.finding, it.earlier_case, it.earlier_finding, state)


async def of_case(db: Database, case: str) -> list[RecurrenceRow]:
    """Earlier findings of other cases that this case's findings may be again; the latest first."""
    found = []
    for row in await db.fetch(_ALIKE, case):
        earlier = _found(
            row["theme"], row["earlier_aspects"], row["earlier_organisations"], row["earlier_found_on"]
        )
        later = _found(row["theme"], row["aspects"], row["organisations"], row["found_on"])
        if why := grounds(earlier, later):
            fields = {name: row[name] for name in RecurrenceRow.model_fields if name != "grounds"}
            found.append(RecurrenceRow(**fields, grounds=list(why)))
    return found


def _found(theme: str, aspects: list[str], organisations: list[str], found_on: date) -> Found:
    return Found(theme, frozenset(aspects), frozenset(organisations), found_on)
