"""What was found when a service was last verified: kept beside its log, and told by its status."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel

from shared.event_log import Database

_NOTE = """
INSERT INTO log.verified (at, compared, differing) VALUES ($1, $2, $3) ON CONFLICT (only_row) DO UPDATE
SET at = excluded.at, compared = excluded.compared, differing = excluded.differing WHERE verified.at <= excluded.at
"""


class Verified(BaseModel):
    """`at` is real time: when somebody looked. `differing`: which of so many things compared are not the same."""

    at: AwareDatetime
    compared: int
    differing: tuple[str, ...] = ()


async def note(db: Database, compared: int, differing: Sequence[str], at: datetime | None = None) -> None:
    """In the place of what was found before, unless somebody looked again meanwhile. Raises asyncpg's errors."""
    await db.execute(_NOTE, at or datetime.now(UTC), compared, list(differing))


async def last(db: Database) -> Verified | None:
    """None: nobody has looked at this log yet."""
    row = await db.fetchrow("SELECT at, compared, differing FROM log.verified")
    return Verified(**row) if row else None
