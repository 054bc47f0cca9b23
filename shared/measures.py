"""What a view has to tell Prometheus: numbers with labels, never a case's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from shared.event_log import Database


@dataclass(frozen=True)
class Measure:
    """One number. `name` without the prefix; every measure of a name has the same labels and the same `text`."""

    name: str
    text: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class Measuring(Protocol):
    """A view that has something to tell. Raises asyncpg's errors when Postgres is away."""

    async def measures(self, db: Database, now: datetime, /) -> list[Measure]: ...
