"""Whoever has left: every session of theirs is over at once, and no issuer lets them in again."""

from dataclasses import dataclass
from datetime import datetime

from services.console.people.sessions import PATIENCE_SECONDS, Pools
from shared.clock import Clock
from shared.patience import in_time

_LEAVES = """
WITH gone AS (INSERT INTO people.leaver (person, left_at, said_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)
DELETE FROM people.session WHERE person = $1
"""
_BACK = "DELETE FROM people.leaver WHERE person = $1"
_ALL = "SELECT person, left_at, said_by FROM people.leaver ORDER BY left_at DESC, person"
_HERE = """
SELECT person, organisation, roles, max(seen_at) AS seen_at FROM people.session
 WHERE seen_at >= $1 AND signed_in_at >= $2
 GROUP BY person, organisation, roles ORDER BY person
"""


@dataclass(frozen=True)
class Leaver:
    person: str
    left_at: datetime
    said_by: str


@dataclass(frozen=True)
class Present:
    """Whoever is signed in now, once for all their browsers. `seen_at`: to the minute."""

    person: str
    organisation: str
    roles: tuple[str, ...]
    seen_at: datetime


class Leavers:
    """Each method raises TimeoutError or one of shared.faults.OURS when the database is away."""

    def __init__(self, log: Pools, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    async def leaves(self, person: str, said_by: str) -> None:
        """From now on. Saying it again changes nothing."""
        asked = (person, self._clock.now(), said_by)
        await in_time(self._log.pool.execute(_LEAVES, *asked), PATIENCE_SECONDS)

    async def is_back(self, person: str) -> None:
        await in_time(self._log.pool.execute(_BACK, person), PATIENCE_SECONDS)

    async def all(self) -> list[Leaver]:
        """The last first."""
        rows = await in_time(self._log.pool.fetch(_ALL), PATIENCE_SECONDS)
        return [Leaver(**row) for row in rows]

    async def present(self, seen_since: datetime, in_since: datetime) -> list[Present]:
        rows = await in_time(self._log.pool.fetch(_HERE, seen_since, in_since), PATIENCE_SECONDS)
        return [Present(row["person"], row["organisation"], tuple(row["roles"]), row["seen_at"]) for row in rows]
