"""How safe what was said is: `accepted` when Postgres has committed it, `recorded` when Kafka has it too."""

from time import monotonic
from typing import Literal

from shared.event_log import EventLog
from shared.service import Said
from shared.told import heard

Level = Literal["accepted", "recorded"]
ASK_AGAIN_SECONDS = 0.03  # for when another process's relay leads; ours tells
TOLD_SECONDS = 1.0  # ours leads, and will tell


async def level(log: EventLog, said: Said) -> Level:
    """What is never published is as safe as it will ever be. What was only just said is not looked up."""
    ids = [recorded.id for recorded in said.events]
    if not log.says.published or log.told.has(ids):
        return "recorded"
    return "accepted" if log.told.here and not said.repeated else await _marked(log, said)


async def recorded_on_kafka(log: EventLog, said: Said, *, timeout_seconds: float) -> bool:
    """Waits until Kafka has acknowledged it all; False when it takes longer than that."""
    until = monotonic() + timeout_seconds
    telling = log.told.next
    while await level(log, said) != "recorded":
        if monotonic() > until:
            return await _marked(log, said) == "recorded"
        await heard(telling, TOLD_SECONDS if log.told.here else ASK_AGAIN_SECONDS)
        telling = log.told.next
    return True


async def _marked(log: EventLog, said: Said) -> Level:
    unpublished = await log.pool.fetchval(
        "SELECT count(*) FROM event_log WHERE source = $1 AND id = ANY($2::uuid[]) AND kafka_offset IS NULL",
        log.source,
        [recorded.id for recorded in said.events],
    )
    return "accepted" if unpublished else "recorded"
