"""Reads the facts of a period: how often each, how duties ended, and where actions stood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import asyncpg

from services.console.figures.period import Period
from shared.event_log import Database

ONCE_EACH = (
    "notified",
    "rapid review",
    "practice review",
    "published",
    "published as",
)  # said twice, it is still one
# By things first: to count the different ones of a group, the database would put all of it in order.
_COUNTED = """
WITH things AS (
    SELECT kind, label, subject, item, count(*) AS times, sum(number) AS numbers FROM facts
    WHERE happened_on BETWEEN $1 AND $2 AND known_at <= $3 AND NOT kind = ANY($4) GROUP BY 1, 2, 3, 4)
SELECT kind, label, sum(times)::bigint AS times, count(*) AS things, sum(numbers)::bigint AS numbers
FROM things GROUP BY 1, 2 ORDER BY 1, 2
"""
_STANDING = ("due", "standing", "explained", "action", "evidence")  # not counted, but asked how they stood
_DEADLINES = """
WITH due AS (
    SELECT item, label FROM facts
    WHERE kind = 'due' AND happened_on BETWEEN $1 AND $2 AND known_at <= $3 AND superseded_at > $3),
standing AS (
    SELECT item, label, number FROM facts WHERE kind = 'standing' AND known_at <= $3 AND superseded_at > $3),
explained AS (SELECT DISTINCT item FROM facts WHERE kind = 'explained' AND known_at <= $3)
SELECT due.label AS rule, coalesce(standing.label, 'owed') AS stands, explained.item IS NOT NULL AS explained,
    CASE WHEN standing.number <= 2 THEN 0 WHEN standing.number <= 5 THEN 1 ELSE 2 END AS how_late,
    count(*) AS times
FROM due LEFT JOIN standing USING (item) LEFT JOIN explained USING (item) GROUP BY 1, 2, 3, 4
"""
_ACTIONS = """
WITH moved AS (
    SELECT DISTINCT ON (subject, item) subject, item, label, version FROM facts
    WHERE kind = 'action' AND happened_on <= $1 AND known_at <= $2 ORDER BY subject, item, version DESC),
shown AS (
    SELECT subject, item, max(version) AS version FROM facts
    WHERE kind = 'evidence' AND happened_on <= $1 AND known_at <= $2 GROUP BY 1, 2)
SELECT CASE WHEN label = 'implemented' AND shown.version > moved.version THEN 'evidenced' ELSE label END AS state,
    count(*) AS times
FROM moved LEFT JOIN shown USING (subject, item) GROUP BY 1
"""


@dataclass(frozen=True)
class Ended:
    """So many duties of one rule that fell due in the period ended so. `how_late`: 0 up to two working days, 1 up
    to five, 2 more."""

    rule: str
    stands: str  # "in time", "late", "owed" or "fell away"
    explained: bool
    how_late: int
    times: int


@dataclass(frozen=True)
class Counted:
    """`times` and `numbers` by kind and label: how often, and the sum of the facts' numbers."""

    times: Mapping[str, Mapping[str, int]]
    numbers: Mapping[str, Mapping[str, int]]
    duties: tuple[Ended, ...]
    actions: Mapping[str, int]


async def counted(db: Database, period: Period) -> Counted:
    days = (period.first, period.last, period.known_until())
    times, numbers = _sums(await db.fetch(_COUNTED, *days, list(_STANDING)))
    duties = tuple(Ended(**row) for row in await db.fetch(_DEADLINES, *days))
    actions = await db.fetch(_ACTIONS, period.last, period.known_until())
    return Counted(times, numbers, duties, {row["state"]: row["times"] for row in actions})


def _sums(rows: Iterable[asyncpg.Record]) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
    times: dict[str, dict[str, int]] = {}
    numbers: dict[str, dict[str, int]] = {}
    for row in rows:
        kind, label = row["kind"], row["label"]
        times.setdefault(kind, {})[label] = row["things" if kind in ONCE_EACH else "times"]
        numbers.setdefault(kind, {})[label] = row["numbers"]
    return times, numbers
