"""The duty board: what is outstanding, band by band, the first of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from shared.duties.bands import BANDS, Band, ends
from shared.duties.board import DutyRow
from shared.event_log import Database

SHOWN = 25
ALONE = 200  # of a band that is looked at by itself
_OF_A_BAND = """
FROM duties WHERE state IN ('open', 'missed') AND due_on > $1 AND due_on <= $2
  AND ($3 = '' OR rule = $3) AND ($4 = '' OR owed_to = $4)
"""
# Reminded of, or missed, and nobody has said that they see to it: see decision 0046.
_UNACKNOWLEDGED = " AND acknowledged_by IS NULL AND (last_reminder IS NOT NULL OR state = 'missed')"


@dataclass(frozen=True)
class InBand:
    """The soonest of `how_many`."""

    rows: list[DutyRow]
    how_many: int


@dataclass(frozen=True)
class Asked:
    """What the board is filtered by. Empty is any; `band`: that one alone, further down.

    `unacknowledged`: only what was reminded of, or missed, and nobody has acknowledged.
    """

    rule: str = ""
    owed_to: str = ""
    band: Band | Literal[""] = ""
    unacknowledged: bool = False

    def filtered(self) -> bool:
        return self != Asked()


async def board(db: Database, today: date, asked: Asked) -> dict[Band, InBand]:
    """Every band, or the one that is asked for."""
    of_a_band = _OF_A_BAND + (_UNACKNOWLEDGED if asked.unacknowledged else "")
    last = list(ends(today).values())
    found = {}
    for name, (after, until) in zip(BANDS, pairwise([date.min, *last]), strict=True):
        if asked.band in ("", name):
            values = (after, until, asked.rule, asked.owed_to)
            limit = ALONE if asked.band else SHOWN
            rows = await db.fetch(f"SELECT * {of_a_band} ORDER BY due_on, duty LIMIT $5", *values, limit)
            how_many = await db.fetchval(f"SELECT count(*) {of_a_band}", *values)
            found[name] = InBand([DutyRow(**row) for row in rows], how_many)
    return found


async def until(db: Database, last: date) -> list[DutyRow]:
    """All that are due by then, the soonest first; what is overdue among them."""
    query = "SELECT * FROM duties WHERE state IN ('open', 'missed') AND due_on <= $1 ORDER BY due_on, duty"
    return [DutyRow(**row) for row in await db.fetch(query, last)]


async def unacknowledged(db: Database) -> int:
    query = f"SELECT count(*) FROM duties WHERE state IN ('open', 'missed'){_UNACKNOWLEDGED}"
    found: int = await db.fetchval(query)
    return found


async def choices(db: Database) -> Mapping[str, list[str]]:
    """The rules and recipients of what is outstanding."""
    rows = await db.fetch("SELECT DISTINCT rule, owed_to FROM duties WHERE state IN ('open', 'missed')")
    return {name: sorted({row[name] for row in rows}) for name in ("rule", "owed_to")}
