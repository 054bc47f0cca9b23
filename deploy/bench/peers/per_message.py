"""What most would write: a FastStream handler per message, one transaction and one publish for each."""

import asyncio
from time import perf_counter
from typing import Any
from uuid import uuid4

import asyncpg
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from pydantic import BaseModel

from deploy.bench.ground import Ground
from deploy.bench.sending import KeyedRecord, send_all
from shared.broker import security
from shared.topics import Topic, provision, topics_for

NAME = "a FastStream handler per message, one asyncpg transaction{} each"
_DATABASE = "plain"
_TABLES = """
CREATE TABLE heard (id uuid PRIMARY KEY, source text NOT NULL, subject text NOT NULL, body jsonb NOT NULL);
CREATE TABLE said (id uuid PRIMARY KEY, subject text NOT NULL, body jsonb NOT NULL);
"""


class Heard(BaseModel):
    """As much of a CloudEvent as the handler needs; ids of agencies are theirs, so it makes its own."""

    source: str
    subject: str
    time: str
    data: dict[str, Any]


def name(*, publishes: bool) -> str:
    return NAME.format(" and one publish" if publishes else "")


async def rate(ground: Ground, records: list[KeyedRecord], *, publishes: bool = True) -> float:
    """Events a second, from the first message handled to the last."""
    url = await ground.database(_DATABASE)
    await _tables(ground)
    settings = topics_for([])[0].settings
    await provision(ground.bootstrap, [Topic(f"{_DATABASE}.{end}", 4, settings) for end in ("in", "out")])
    await send_all(ground.bootstrap, f"{_DATABASE}.in", records)
    async with asyncpg.create_pool(url) as pool:
        return await _handle(ground.bootstrap, pool, len(records), publishes=publishes)


async def _tables(ground: Ground) -> None:
    connection = await ground.connect(_DATABASE)
    await connection.execute(f"CREATE SCHEMA IF NOT EXISTS views; SET search_path TO views; {_TABLES}")
    await connection.execute(f"GRANT USAGE ON SCHEMA views TO {_DATABASE}")
    await connection.execute(f"GRANT INSERT ON ALL TABLES IN SCHEMA views TO {_DATABASE}")
    await connection.close()


async def _handle(bootstrap: str, pool: "asyncpg.Pool[Any]", count: int, *, publishes: bool) -> float:
    broker = KafkaBroker(
        str(bootstrap), security=security(bootstrap), acks="all", enable_idempotence=True, logger=None
    )
    times: list[float] = []
    done = asyncio.Event()

    @broker.subscriber(
        f"{_DATABASE}.in", group_id=_DATABASE, auto_offset_reset="earliest", ack_policy=AckPolicy.NACK_ON_ERROR
    )
    async def handle(message: Heard) -> None:
        times.append(perf_counter())
        answer = message.model_dump_json()
        async with pool.acquire() as connection, connection.transaction():
            id_ = uuid4()
            await connection.execute(
                "INSERT INTO heard VALUES ($1, $2, $3, $4)", id_, message.source, message.subject, answer
            )
            if publishes:
                await connection.execute("INSERT INTO said VALUES ($1, $2, $3)", id_, message.subject, answer)
        if publishes:
            await broker.publish(message, f"{_DATABASE}.out", key=message.subject.encode())
        if len(times) == count:
            times.append(perf_counter())
            done.set()

    async with broker:
        await broker.start()
        await done.wait()
    return count / (times[-1] - times[0])
