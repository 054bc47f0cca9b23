"""When a record that was discarded is purged: a timetable of each service, for what it set aside itself.

What names no case no erasure can name, and it may tell of a child. So what a person discarded has a period of its
own (`shared/retention.py`), after which the service destroys its key, and says so. What waits for a person stays.
"""

from datetime import datetime, timedelta
from uuid import uuid5

from shared.calendar import london_date
from shared.deadline import start_of_local_day
from shared.event_log import Database
from shared.ids import NAMESPACE
from shared.quarantine import PurgeRecord, subject_of
from shared.retention import SET_ASIDE, purged_from
from shared.worker import Todo

MOST_AT_ONCE = 100
_WAITING = "FROM quarantined WHERE state = 'discarded' AND purged_at IS NULL"
_DUE = f"SELECT quarantine {_WAITING} AND settled_at < $1 ORDER BY settled_at, quarantine LIMIT {MOST_AT_ONCE}"
_NEXT = f"SELECT min(settled_at) {_WAITING}"


async def due(db: Database, now: datetime) -> list[Todo]:
    """Those that were discarded so many days ago, by days in London; the longest ago first."""
    discarded_before = start_of_local_day(london_date(now) - timedelta(days=SET_ASIDE.days - 1))
    rows = await db.fetch(_DUE, discarded_before)
    command = PurgeRecord(kept_days=SET_ASIDE.days)
    return [
        Todo(subject_of(row["quarantine"]), command, uuid5(NAMESPACE, f"purge\n{row['quarantine']}"))
        for row in rows
    ]


async def next_at(db: Database, _: datetime) -> datetime | None:
    first = await db.fetchval(_NEXT)
    return start_of_local_day(purged_from(first)) if first else None
