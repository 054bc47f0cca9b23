"""The relay with a backlog: what was said while Kafka was away, published and marked."""

import asyncio
from collections.abc import Sequence
from time import perf_counter

from deploy.bench import workload
from deploy.bench.figure import Figure, mean_bytes
from deploy.bench.ground import Ground, until, until_so
from deploy.bench.hear_decide_say import drained
from deploy.bench.sending import keyed, send_all
from shared.absorb import Absorber
from shared.event_log import EventLog
from shared.events.base import Recorded
from shared.relay import Relay
from shared.service import Service
from shared.topics import events_of

NAME = "relay-drain"
EVENTS = 50_000
RUNS = 3
SAID_AT_ONCE = 100  # events a transaction, as the backlog is made: what was said together is sent together
_PEER = "peer"


async def run(ground: Ground, events: int) -> list[Figure]:
    """Timed from the relay's lead to the last mark; the peer from its first send to the last acknowledgement."""
    await ground.topics(workload.ANSWERER, _PEER)
    said = list(workload.answers(workload.readings(events)))
    service = workload.answerer(with_views=False)
    async with service.log.opened(await ground.database(workload.ANSWERER)):
        await say_all(service.log, said)
        seconds, bound_by = await _drain(ground, service)
    began = perf_counter()
    await send_all(ground.bootstrap, events_of(_PEER), keyed(said))
    figure = Figure(
        name=NAME,
        value=events / seconds,
        unit="events/s",
        peer="aiokafka sending the same bytes, idempotent, nothing read or marked",
        peer_value=events / (perf_counter() - began),
        bound_by=bound_by,
        events=events,
        event_bytes=mean_bytes(recorded.wire for recorded in said),
    )
    return [figure]


async def say_all(log: EventLog, said: Sequence[Recorded]) -> None:
    """Into the log as if commands had led to it: not on Kafka yet."""
    columns = ["source", "id", "subject", "version", "type", "cause", "wire"]
    rows = [(r.source, r.id, r.subject, r.version, r.type, r.cause, r.wire) for r in said]
    async with log.pool.acquire() as connection:
        for start in range(0, len(rows), SAID_AT_ONCE):
            chunk = rows[start : start + SAID_AT_ONCE]
            await connection.copy_records_to_table("event_log", schema_name="log", columns=columns, records=chunk)


async def _drain(ground: Ground, service: Service) -> tuple[float, str]:
    relay = Relay(service.log, ground.bootstrap, Absorber(service, ground.bootstrap))
    meter = ground.meter()
    relaying = asyncio.create_task(relay.run())
    try:
        await until_so(lambda: relay.leading)
        with meter:
            await until(lambda: drained(service.log))
    finally:
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)
    return meter.seconds, meter.bound_by()
