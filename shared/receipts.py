"""How safe what was said is: `accepted` when Postgres has committed it, `recorded` when Kafka has it too."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Literal

from shared.event_log import EventLog
from shared.service import Said

Level = Literal["accepted", "recorded"]
LOOK_AGAIN_SECONDS = 0.03  # for when another process's relay leads; ours tells


async def level(log: EventLog, said: Said) -> Level:
    """What is never published is as safe as it will ever be."""
    if not log.says.published:
        return "recorded"
    unpublished = await log.pool.fetchval(
        "SELECT count(*) FROM event_log WHERE source = $1 AND id = ANY($2::uuid[]) AND kafka_offset IS NULL",
        log.source,
        [recorded.id for recorded in said.events],
    )
    return "accepted" if unpublished else "recorded"


async def recorded_on_kafka(log: EventLog, said: Said, *, timeout_seconds: float) -> bool:
    """Waits until Kafka has acknowledged it all; False when it takes longer than that."""
    until = monotonic() + timeout_seconds
    marked = log.marked
    while await level(log, said) != "recorded":
        if monotonic() > until:
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(marked.wait(), LOOK_AGAIN_SECONDS)
        marked = log.marked
    return True
