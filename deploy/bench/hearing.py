"""A real service's process with a topic full of records before it."""

from typing import Any

from deploy.bench.ground import Ground, until
from deploy.bench.meter import Meter

POLL_SECONDS = 0.02


async def hear_all(ground: Ground, name: str, topics_like: str, records: int) -> Meter:
    """From the moment that the service is given its partitions until all is taken in, said, and on Kafka."""
    service = await ground.service(name)
    service.child.spawn()
    connection = await ground.connect(name)
    try:
        await until(lambda: _assigned(connection, topics_like), POLL_SECONDS)
        meter = ground.meter(**{name: service.child.pid})
        with meter:
            await until(lambda: _taken_in(connection, topics_like, records), POLL_SECONDS)
            await until(lambda: _published(connection, name), POLL_SECONDS)
    finally:
        await connection.close()
    return meter


async def _assigned(connection: Any, topics_like: str) -> bool:
    asked = "SELECT EXISTS (SELECT FROM log.consumed WHERE topic LIKE $1)"
    return bool(await connection.fetchval(asked, topics_like))


async def _taken_in(connection: Any, topics_like: str, records: int) -> bool:
    asked = "SELECT coalesce(sum(next_offset), 0) FROM log.consumed WHERE topic LIKE $1"
    return bool(await connection.fetchval(asked, topics_like) >= records)


async def _published(connection: Any, source: str) -> bool:
    asked = "SELECT NOT EXISTS (SELECT FROM log.event_log WHERE source = $1 AND kafka_offset IS NULL)"
    return bool(await connection.fetchval(asked, source))
