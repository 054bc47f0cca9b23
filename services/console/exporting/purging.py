"""When what a file of many cases was asked for is purged: a timetable, as of what was set aside.

Its search may be anybody's name, and no case's erasure can name its key. So it has a period of its own
(`shared/retention.py`), after which the console destroys the key, and says so.
"""

from datetime import datetime, timedelta
from uuid import uuid5

from services.console.exporting.commands import PurgeExport, subject_of
from shared.calendar import london_date
from shared.deadline import start_of_local_day
from shared.event_log import Database
from shared.ids import NAMESPACE
from shared.retention import EXPORTED
from shared.worker import Todo

MOST_AT_ONCE = 100
_KEPT = "FROM exports WHERE purged_at IS NULL"
_DUE = f"SELECT export, state {_KEPT} AND ended_on <= $1 ORDER BY ended_on, export LIMIT {MOST_AT_ONCE}"
_NEXT = f"SELECT min(ended_on) {_KEPT}"
_DAYS = timedelta(days=EXPORTED.days)


async def due(db: Database, now: datetime) -> list[Todo]:
    """Those that ended so many days ago, by days in London; the longest ago first."""
    rows = await db.fetch(_DUE, london_date(now) - _DAYS)
    return [
        Todo(
            subject_of(row["export"]),
            PurgeExport(export=row["export"], stood=row["state"], kept_days=EXPORTED.days),
            uuid5(NAMESPACE, f"purge\n{row['export']}\n{row['state']}"),
        )
        for row in rows
    ]


async def next_at(db: Database, _: datetime) -> datetime | None:
    first = await db.fetchval(_NEXT)
    return start_of_local_day(first + _DAYS) if first else None
