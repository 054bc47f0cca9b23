"""How far each service is behind, as the watcher measured it from outside; or that nobody could say."""

import asyncio
from collections.abc import Mapping

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

TIMEOUT_SECONDS = 1.0


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
    address = addresses.get("watcher", "")
    if not address:
        return None
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{address}/lag.json")
        return _ALL.validate_json(answer.content) if answer.is_success else None
    except (httpx.HTTPError, TimeoutError, ValidationError):
        return None
