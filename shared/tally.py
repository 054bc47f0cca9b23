"""How many events of each kind a log holds, counted on from where it was counted last: a log only ever grows."""

import asyncio
from collections import Counter

from shared.event_log import Database

_NEWER = """
SELECT source, type, count(*) AS n, max(position) AS last FROM log.event_log WHERE position > $1 GROUP BY 1, 2
"""
_LAST = "SELECT coalesce(max(position), 0) FROM log.event_log"


class Tally:
    """Of one database. The first count reads the whole log, each further one what was added since.

    Positions are given and committed by one writer at a time, so none appears behind one that was seen. Where a
    backup was put in place of the log, which then ends before what was seen, everything is counted anew.
    """

    def __init__(self) -> None:
        self._position = 0
        self._known: Counter[tuple[str, str]] = Counter()
        self._counting = asyncio.Lock()  # what two count at once would be counted twice

    async def by_source_and_type(self, db: Database) -> Counter[tuple[str, str]]:
        """As of now. Raises asyncpg's errors when Postgres is away."""
        async with self._counting:
            if await db.fetchval(_LAST) < self._position:
                self._position, self._known = 0, Counter()
            for row in await db.fetch(_NEWER, self._position):
                self._known[row["source"], row["type"]] += row["n"]
                self._position = max(self._position, row["last"])
            return self._known.copy()
