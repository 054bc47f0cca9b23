"""How safe what was said is: `accepted` when Postgres has committed it, `recorded` when Kafka has it too."""

from collections.abc import Sequence
from time import monotonic
from typing import Literal
from uuid import UUID

from shared.event_log import EventLog
from shared.service import Said
from shared.told import heard

Level = Literal["accepted", "recorded"]
ASK_AGAIN_SECONDS = 0.03  # for when another process's relay leads; ours tells
TOLD_SECONDS = 1.0  # ours leads, and will tell


async def level(log: EventLog, said: Said) -> Level:
    """What is never published is as safe as it will ever be. What was only just said is not looked up."""
    return await _level(log, _ids(said), new=not said.repeated)


async def recorded_on_kafka(log: EventLog, said: Said, *, timeout_seconds: float) -> bool:
    """Waits until Kafka has acknowledged it all; False when it takes longer than that."""
    return await _recorded(log, _ids(said), timeout_seconds, new=not said.repeated)


async def are_recorded(log: EventLog, ids: Sequence[UUID], *, timeout_seconds: float) -> bool:
    """The same for some of our own events, whenever they were said."""
    return await _recorded(log, ids, timeout_seconds, new=False)


async def _recorded(log: EventLog, ids: Sequence[UUID], timeout_seconds: float, *, new: bool) -> bool:
    until = monotonic() + timeout_seconds
    telling = log.told.next
    while await _level(log, ids, new=new) != "recorded":
        if monotonic() > until:
            return await _marked(log, ids) == "recorded"
        await heard(telling, TOLD_SECONDS if log.told.here else ASK_AGAIN_SECONDS)
        telling = log.told.next
    return True


async def _level(log: EventLog, ids: Sequence[UUID], *, new: bool) -> Level:
    """`new`: said so lately that our relay, if it leads, told of them if they are on Kafka."""
    if not log.says.published or log.told.has(ids):
        return "recorded"
    return "accepted" if log.told.here and new else await _marked(log, ids)


async def _marked(log: EventLog, ids: Sequence[UUID]) -> Level:
    unpublished = await log.pool.fetchval(
        "SELECT count(*) FROM event_log WHERE source = $1 AND id = ANY($2::uuid[]) AND kafka_offset IS NULL",
        log.source,
        list(ids),
    )
    return "accepted" if unpublished else "recorded"


def _ids(said: Said) -> list[UUID]:
    return [recorded.id for recorded in said.events]
