"""How safe what was said is: `accepted` when Postgres has committed it, `recorded` when Kafka has it too."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Literal
from uuid import UUID

from shared.event_log import EventLog
from shared.service import Said

Level = Literal["accepted", "recorded"]
LOOK_AGAIN_SECONDS = 0.03  # for when another process's relay leads; ours tells


async def level(log: EventLog, said: Said) -> Level:
    """What is never published is as safe as it will ever be."""
    return await _level(log, [recorded.id for recorded in said.events])


async def recorded_on_kafka(log: EventLog, said: Said, *, timeout_seconds: float) -> bool:
    """Waits until Kafka has acknowledged it all; False when it takes longer than that."""
    return await are_recorded(log, [recorded.id for recorded in said.events], timeout_seconds=timeout_seconds)


async def are_recorded(log: EventLog, ids: Sequence[UUID], *, timeout_seconds: float) -> bool:
    """The same for some of our own events, whenever they were said."""
    until = monotonic() + timeout_seconds
    marked = log.marked
    while await _level(log, ids) != "recorded":
        if monotonic() > until:
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(marked.wait(), LOOK_AGAIN_SECONDS)
        marked = log.marked
    return True


async def _level(log: EventLog, ids: Sequence[UUID]) -> Level:
    if not log.says.published:
        return "recorded"
    unpublished = await log.pool.fetchval(
        "SELECT count(*) FROM event_log WHERE source = $1 AND id = ANY($2::uuid[]) AND kafka_offset IS NULL",
        log.source,
        list(ids),
    )
    return "accepted" if unpublished else "recorded"
