"""How old the newest canary is that came all the way to here: the same small view in every service.

A canary that does not come is an alarm, whatever the reason. Its way: the agencies' door, intake's decision, its
relay, the notifier's hearing and its worker, its relay, and the hearing of whoever stands behind.
"""

from datetime import datetime

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.canary import CanaryHandedOver, CanarySent
from shared.measures import Measure
from shared.writes import Write

SCHEMA = "CREATE TABLE canary (source text PRIMARY KEY, subject text NOT NULL, sent_at timestamptz NOT NULL);"
_NEWER = """
INSERT INTO canary VALUES ($1, $2, $3) ON CONFLICT (source) DO UPDATE
SET subject = excluded.subject, sent_at = excluded.sent_at WHERE canary.sent_at < excluded.sent_at
"""
LAST_STEP = "notifier"  # who hears it looks no further back than to what it says


def subject_of(sent_at: datetime) -> str:
    """A stream a day: none grows for ever."""
    return f"canary/{sent_at:%Y-%m-%d}"


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case CanarySent(sent_at=at) | CanaryHandedOver(sent_at=at):
            write(_NEWER, recorded.source, recorded.subject, at)


async def measures(db: Database, now: datetime) -> list[Measure]:
    """Nothing, where there never was one."""
    found = await db.fetchrow("SELECT sent_at FROM canary ORDER BY source = $1 DESC LIMIT 1", LAST_STEP)
    if found is None:
        return []
    age = (now - found["sent_at"]).total_seconds()
    return [Measure("canary_age_seconds", "Age of the newest canary that came to here", age)]


async def waiting(db: Database) -> tuple[str, datetime] | None:
    """Subject and instant of the newest that intake sent and the notifier has not handed over."""
    row = await db.fetchrow(
        "SELECT s.subject, s.sent_at FROM canary s LEFT JOIN canary h ON h.source = $1"
        " WHERE s.source = 'intake' AND (h.sent_at IS NULL OR h.sent_at < s.sent_at)",
        LAST_STEP,
    )
    return (row["subject"], row["sent_at"]) if row else None
