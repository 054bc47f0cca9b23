"""How the learning register is asked: by theme, state, owner and case, a page at a time, and at a glance."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from services.reviews.themes import organisation
from shared.event_log import Database

TO_BE_DONE = ("accepted", "in progress", "re-opened")  # overdue once their date has passed


class ActionRow(BaseModel):
    """state: proposed, accepted, rejected, in progress, implemented, evidenced, verified, embedded, re-opened.

    What was implemented, evidenced, verified and measured is so since it was last re-opened. `measure_next_on`:
    the first day on which its impact at six or twelve months can be measured; none while that is not awaited.
    """

    subject: str
    action: str
    recommendation: str
    owner: str
    due_on: date
    overdue: bool
    themes: list[str]
    state: str
    implemented_on: date | None
    evidence: int
    verified_on: date | None
    verified_by_organisation: str | None
    measured: list[str]
    measure_next_on: date | None
    reopened: int
    reopened_because: str | None
    changed_at: datetime


class RecommendationRow(BaseModel):
    subject: str
    recommendation: str
    owner: str
    due_on: date
    findings: list[str]
    themes: list[str]


class FindingRow(BaseModel):
    """`recurred`: in how many other findings it was confirmed to be there again, of those on cases that whoever
    asks may see.
    """

    subject: str
    finding: str
    theme: str
    aspects: list[str]
    organisations: list[str]
    found_on: date
    recurred: int


class Glance(BaseModel):
    """One line of the picture: how many actions of this theme or owner stand in each state."""

    name: str
    actions: int
    overdue: int
    reopened: int
    states: dict[str, int]


Place = tuple[date, str, str]  # of an action in the list: its date, its case, its reference
_ACTIONS = "SELECT *, due_on < $1 AND state = ANY($2::text[]) AS overdue FROM learning_actions"


async def actions(
    db: Database,
    today: date,
    limit: int,
    *,
    after: Place | None = None,
    theme: str | None = None,
    state: str | None = None,
    owner: str | None = None,
    overdue: bool = False,
) -> list[ActionRow]:
    """Those behind `after`, the soonest due first."""
    values: list[object] = [today, list(TO_BE_DONE)]
    wanted = []
    if after:
        values += after
        wanted.append("(due_on, subject, action) > ($3, $4, $5)")
    equal = {"$ = ANY(themes)": theme, "state = $": state, "owner_key = $": owner and organisation(owner)}
    for condition, value in equal.items():
        if value is not None:
            values.append(value)
            wanted.append(condition.replace("$", f"${len(values)}"))
    if overdue:
        wanted.append("due_on < $1 AND state = ANY($2::text[])")
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    rows = await db.fetch(f"{_ACTIONS}{where} ORDER BY due_on, subject, action LIMIT {limit:d}", *values)
    return [ActionRow(**row) for row in rows]


async def actions_of(db: Database, case: str, today: date) -> list[ActionRow]:
    query = f"{_ACTIONS} WHERE subject = $3 ORDER BY due_on, action"
    return [ActionRow(**row) for row in await db.fetch(query, today, list(TO_BE_DONE), case)]


async def impact_awaited(
    db: Database, today: date, limit: int, after: Place | None, *, due: bool
) -> list[ActionRow]:
    """Verified actions whose impact is still to be measured, the first to be measured first; or only those due."""
    query = (
        f"{_ACTIONS} WHERE measure_next_on IS NOT NULL AND (measure_next_on, subject, action) > ($3, $4, $5)"
        " AND (NOT $6 OR measure_next_on <= $1) ORDER BY measure_next_on, subject, action LIMIT $7"
    )
    place = after or (date.min, "", "")
    return [ActionRow(**row) for row in await db.fetch(query, today, list(TO_BE_DONE), *place, due, limit)]


# Counted where it is asked, so that whoever asks may see each case that is counted.
_FINDINGS = (
    "SELECT f.*, (SELECT count(*)::int FROM learning_recurred r"
    " WHERE (r.subject, r.finding) = (f.subject, f.finding)) AS recurred FROM learning_findings f"
)


async def recommendations_of(db: Database, case: str) -> list[RecommendationRow]:
    query = "SELECT * FROM learning_recommendations WHERE subject = $1 ORDER BY due_on, recommendation"
    return [RecommendationRow(**row) for row in await db.fetch(query, case)]


async def findings_of(db: Database, case: str) -> list[FindingRow]:
    query = f"{_FINDINGS} WHERE subject = $1 ORDER BY found_on, finding"
    return [FindingRow(**row) for row in await db.fetch(query, case)]


async def findings_on(db: Database, theme: str, limit: int, after: Place | None) -> list[FindingRow]:
    """Of one theme, the oldest first, behind `after`."""
    query = (
        f"{_FINDINGS} WHERE theme = $1 AND (found_on, subject, finding) > ($2, $3, $4)"
        " ORDER BY found_on, subject, finding LIMIT $5"
    )
    return [FindingRow(**row) for row in await db.fetch(query, theme, *(after or (date.min, "", "")), limit)]


async def at_a_glance(db: Database, by: Literal["theme", "owner"], today: date) -> list[Glance]:
    """The most actions first. An action of two themes is counted under both; one of none under none."""
    column = "themes" if by == "theme" else "ARRAY[min(owner)]"
    group = "themes" if by == "theme" else "owner_key"
    rows = await db.fetch(
        f"SELECT {column} AS names, state, count(*) AS actions,"
        " count(*) FILTER (WHERE due_on < $1 AND state = ANY($2::text[])) AS overdue,"
        f" count(*) FILTER (WHERE reopened > 0) AS reopened FROM learning_actions GROUP BY {group}, state",
        *(today, list(TO_BE_DONE)),
    )
    return _glances(rows)


def _glances(rows: Sequence[Any]) -> list[Glance]:
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for name in row["names"]:
            lines[name][row["state"]] += row["actions"]
            sums[name].update({key: row[key] for key in ("actions", "overdue", "reopened")})
    found = [
        Glance(
            name=name, states=dict(states), **{key: sums[name][key] for key in ("actions", "overdue", "reopened")}
        )
        for name, states in lines.items()
    ]
    return sorted(found, key=lambda line: (-line.actions, line.name))
