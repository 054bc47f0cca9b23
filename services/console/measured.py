"""How far each service is behind, as the watcher measured it from outside; or that nobody could say."""

from collections.abc import Mapping

from pydantic import BaseModel, TypeAdapter

from services.console.neighbours import told


class Measured(BaseModel):
    """One partition of one service's group. `next_offset`: the first record it has not heard."""

    group: str
    topic: str
    partition: int
    next_offset: int
    records: int
    seconds: float


_ALL = TypeAdapter(list[Measured])


async def measured(addresses: Mapping[str, str]) -> list[Measured] | None:
    """None: there is no watcher, it does not answer, or Kafka does not answer it."""
    return await told(addresses.get("watcher", ""), "/lag.json", _ALL)
