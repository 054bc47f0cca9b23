"""How far each service is behind, as the watcher measured it from outside, and what `cspr verify` found; or that
nobody could say.
"""

from collections.abc import Mapping

from pydantic import AwareDatetime, BaseModel, TypeAdapter

from services.console.neighbours import told


class Measured(BaseModel):
    """One partition of one service's group. `next_offset`: the first record it has not heard."""

    group: str
    topic: str
    partition: int
    next_offset: int
    records: int
    seconds: float


class Verified(BaseModel):
    """Of one service, in real time. `differing`: which of so many things compared were not the same."""

    at: AwareDatetime
    compared: int
    differing: tuple[str, ...] = ()


_ALL = TypeAdapter(list[Measured])
_VERIFIED = TypeAdapter(dict[str, Verified])


async def measured(addresses: Mapping[str, str]) -> list[Measured] | None:
    """None: there is no watcher, it does not answer, or Kafka does not answer it."""
    return await told(addresses.get("watcher", ""), "/lag.json", _ALL)


async def verified(addresses: Mapping[str, str]) -> Mapping[str, Verified] | None:
    """By service, of those that were ever verified. None: there is no watcher, or it does not answer."""
    return await told(addresses.get("watcher", ""), "/verified.json", _VERIFIED)
