"""Findings that may be earlier ones again: found by rule, confirmed or dismissed by a person."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel

from services.reviews.themes import EDITIONS, Found, grounds
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.learning import RecurrenceConfirmed, RecurrenceDismissed
from shared.events.reviews import PracticeReviewInitiated
from shared.writes import Write

EARLIER_SHOWN = 5  # of each finding, in the list over all cases
SHOWN_OF_A_CASE = 50  # of each finding: what returns very often is asked for by its theme
SCHEMA = """
CREATE TABLE learning_recurrences (
    subject text, finding text, earlier_case text, earlier_finding text, state text NOT NULL,
    PRIMARY KEY (subject, finding, earlier_case, earlier_finding));
CREATE TABLE learning_covers (subject text, other text, PRIMARY KEY (subject, other));
"""
_SETTLED = (
    "INSERT INTO learning_recurrences VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (subject, finding, earlier_case, earlier_finding) DO UPDATE SET state = excluded.state"
)
# The rule itself is `grounds`; this spares it what cannot be alike: other themes, long ago, nothing in common.
_MAY_BE = """
          e.theme = l.theme AND e.found_on <= l.found_on AND e.subject <> l.subject
      AND e.found_on >= l.found_on - make_interval(years => $1)
      AND (e.aspects && l.aspects OR e.organisation_keys && l.organisation_keys)
      AND NOT EXISTS (SELECT FROM learning_covers c WHERE (c.subject, c.other) = (l.subject, e.subject))
"""
_SETTLED_AS = """
  LEFT JOIN learning_recurrences r ON (r.subject, r.finding, r.earlier_case, r.earlier_finding)
       = (l.subject, l.finding, e.subject, e.finding)
"""
_EARLIER = f"""
SELECT l.subject, l.finding, l.theme, l.aspects, l.organisations, l.found_on, e.*
  FROM learning_findings l CROSS JOIN LATERAL (
    SELECT e.subject AS earlier_case, e.finding AS earlier_finding, e.aspects AS earlier_aspects,
           e.organisations AS earlier_organisations, e.found_on AS earlier_found_on,
           coalesce(r.state, 'suspected') AS state
      FROM learning_findings e {_SETTLED_AS}
     WHERE {_MAY_BE} %s LIMIT $4) e
 WHERE l.subject = ANY($2::text[]) AND ($3::text[] IS NULL OR l.finding = ANY($3::text[]))
 ORDER BY l.finding, e.earlier_found_on DESC, e.earlier_case, e.earlier_finding
"""
_ALIKE = _EARLIER % "ORDER BY r.state IS NULL, e.found_on DESC, e.subject, e.finding"
# In the order of the index, so that it ends with the last that is wanted.
_UNSETTLED = _EARLIER % "AND r.state IS NULL ORDER BY e.found_on DESC, e.subject DESC, e.finding DESC"
_SUSPECTED = f"""
SELECT l.subject, l.finding, l.theme, l.found_on FROM learning_findings l
 WHERE ($2::text IS NULL OR l.theme = $2) AND (l.found_on, l.subject, l.finding) < ($3, $4, $5)
   AND EXISTS (SELECT FROM learning_findings e {_SETTLED_AS} WHERE {_MAY_BE} AND r.state IS NULL)
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
    rows = await db.fetch(_SUSPECTED, _years(), theme, *(before or _AFTER_ALL), limit)
    cases, findings = [row["subject"] for row in rows], [row["finding"] for row in rows]
    alike = await db.fetch(_UNSETTLED, _years(), cases, findings, EARLIER_SHOWN)
    return [
        SuspectedRow(
            **row,
            earlier=_by_the_rule(
                it for it in alike if (it["subject"], it["finding"]) == (row["subject"], row["finding"])
            ),
        )
        for row in rows
    ]


async def of_case(db: Database, case: str) -> list[RecurrenceRow]:
    """Earlier findings of other cases that this case's findings may be again; the settled ones, and the latest."""
    return _by_the_rule(await db.fetch(_ALIKE, _years(), [case], None, SHOWN_OF_A_CASE))


async def alike(db: Database, case: str, finding: str, earlier_case: str, earlier_finding: str) -> bool:
    """Whether by the rule this finding may be that earlier one again, settled or not."""
    rows = await db.fetch(_ALIKE, _years(), [case], [finding], None)
    found = _by_the_rule(
        row for row in rows if (row["earlier_case"], row["earlier_finding"]) == (earlier_case, earlier_finding)
    )
    return bool(found)


def _years() -> int:
    return max(edition.recurrence_years for edition in EDITIONS)


def _by_the_rule(rows: Iterable[Any]) -> list[RecurrenceRow]:
    found = []
    for row in rows:
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
