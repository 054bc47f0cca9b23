"""The duty board: what is outstanding, band by band, the first of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from shared.duties.bands import BANDS, Band, ends
from shared.duties.board import DutyRow
from shared.event_log import Database

SHOWN = 25
ALONE = 200  # of a band that is looked at by itself
_OF_A_BAND = """
FROM duties WHERE state IN ('open', 'missed') AND due_on > $1 AND due_on <= $2
  AND ($3 = '' OR rule = $3) AND ($4 = '' OR owed_to = $4)
"""


@dataclass(frozen=True)
class InBand:
    """The soonest of `how_many`."""

    rows: list[DutyRow]
    how_many: int


async def board(db: Database, today: date, rule: str, owed_to: str, only: str = "") -> dict[Band, InBand]:
    """Every band, or `only` that one, further down. `rule` and `owed_to`: empty is any."""
    last = list(ends(today).values())
    found = {}
    for name, (after, until) in zip(BANDS, pairwise([date.min, *last]), strict=True):
        if only in ("", name):
            asked = (after, until, rule, owed_to)
            rows = await db.fetch(
                f"SELECT * {_OF_A_BAND} ORDER BY due_on, duty LIMIT $5", *asked, ALONE if only else SHOWN
            )
            how_many = await db.fetchval(f"SELECT count(*) {_OF_A_BAND}", *asked)
            found[name] = InBand([DutyRow(**row) for row in rows], how_many)
    return found


async def choices(db: Database) -> Mapping[str, list[str]]:
    """The rules and recipients of what is outstanding."""
    rows = await db.fetch("SELECT DISTINCT rule, owed_to FROM duties WHERE state IN ('open', 'missed')")
    return {name: sorted({row[name] for row in rows}) for name in ("rule", "owed_to")}
