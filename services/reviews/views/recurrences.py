"""Findings that may be earlier ones again: found by rule, confirmed or dismissed by a person."""

from datetime import date

from pydantic import BaseModel

from services.reviews.themes import EDITIONS, Found, grounds
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.learning import RecurrenceConfirmed, RecurrenceDismissed
from shared.events.reviews import PracticeReviewInitiated
from shared.writes import Write

EARLIER_SHOWN = 10  # of each finding in the list of all; a case's own page shows all
SCHEMA = """
CREATE TABLE learning_recurrences (
    subject text, finding text, earlier_case text, earlier_finding text, state text NOT NULL,
    PRIMARY KEY (subject, finding, earlier_case, earlier_finding));
CREATE TABLE learning_covers (one text, other text, PRIMARY KEY (one, other));
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
   AND NOT EXISTS (SELECT FROM learning_covers c WHERE (c.one, c.other) = (l.subject, e.subject))
  LEFT JOIN learning_recurrences r ON (r.subject, r.finding, r.earlier_case, r.earlier_finding)
       = (l.subject, l.finding, e.subject, e.finding)
 WHERE l.subject = $1 AND ($2::text IS NULL OR l.finding = $2)
 ORDER BY l.finding, e.found_on DESC, e.subject, e.finding
"""


# What is alike at least in one way, within any edition's years, and not settled: `grounds` says whether it counts.
_SUSPECTED = """
SELECT l.subject, l.finding, l.theme, l.found_on FROM learning_findings l
 WHERE ($1::text IS NULL OR l.theme = $1) AND (l.found_on, l.subject, l.finding) < ($2, $3, $4)
   AND EXISTS (
     SELECT FROM learning_findings e
      WHERE e.theme = l.theme AND e.found_on <= l.found_on AND e.subject <> l.subject
        AND e.found_on >= l.found_on - make_interval(years => $5)
        AND (e.aspects && l.aspects OR e.organisation_keys && l.organisation_keys)
        AND NOT EXISTS (SELECT FROM learning_covers c WHERE (c.one, c.other) = (l.subject, e.subject))
        AND NOT EXISTS (SELECT FROM learning_recurrences r
                         WHERE (r.subject, r.finding, r.earlier_case, r.earlier_finding)
                             = (l.subject, l.finding, e.subject, e.finding)))
 ORDER BY l.found_on DESC, l.subject DESC, l.finding DESC LIMIT $6
"""
_AFTER_ALL = (date.max, "\U0010ffff", "")


class SuspectedRow(BaseModel):
    """A finding that may be an earlier one again. `earlier`: the last few that a person has not settled yet."""

    subject: str
    finding: str
    theme: str
    found_on: date
    earlier: list["RecurrenceRow"]


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
    if isinstance(it, PracticeReviewInitiated):
        for case in it.covers:  # what a joint review finds of a case that it covers did not come again
            for pair in ((recorded.subject, case), (case, recorded.subject)):
                write("INSERT INTO learning_covers VALUES ($1, $2) ON CONFLICT DO NOTHING", *pair)
    if isinstance(it, RecurrenceConfirmed | RecurrenceDismissed):
        state = "confirmed" if isinstance(it, RecurrenceConfirmed) else "dismissed"
        write(_SETTLED, recorded.subject, it.finding, it.earlier_case, it.earlier_finding, state)


async def suspected(
    db: Database, limit: int, before: tuple[date, str, str] | None, theme: str | None
) -> list[SuspectedRow]:
    """Findings that wait for a person, the latest first."""
    years = max(edition.recurrence_years for edition in EDITIONS)
    rows = await db.fetch(_SUSPECTED, theme, *(before or _AFTER_ALL), years, limit)
    return [SuspectedRow(**row, earlier=await _unsettled(db, row["subject"], row["finding"])) for row in rows]


async def _unsettled(db: Database, case: str, finding: str) -> list[RecurrenceRow]:
    alike = await of_case(db, case, finding)
    return [row for row in alike if row.state == "suspected"][:EARLIER_SHOWN]


async def of_case(db: Database, case: str, finding: str | None = None) -> list[RecurrenceRow]:
    """Earlier findings of other cases that this case's findings, or this one, may be again; the latest first."""
    found = []
    for row in await db.fetch(_ALIKE, case, finding):
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
