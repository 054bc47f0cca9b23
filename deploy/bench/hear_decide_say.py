"""Hear, decide, say: records of another service in, one answer to each out, nothing lost or said twice."""

import asyncio
from collections.abc import Sequence
from time import perf_counter

from deploy.bench import workload
from deploy.bench.figure import Figure, mean_bytes
from deploy.bench.ground import Ground, until, until_so
from deploy.bench.peers import per_message
from deploy.bench.sending import keyed, send_all
from shared import collector, views
from shared.absorb import Absorber
from shared.event_log import EventLog
from shared.hearing import Hearing, Record
from shared.kafka import Ear, LazyBroker
from shared.kafka_reading import cluster_id
from shared.relay import Relay
from shared.topics import events_of

NAME = "hear-decide-say"
EVENTS = 30_000
RUNS = 3
PEER_EVENTS = 2_000


class _Watched(Hearing):
    """Notes when the first slice is taken up, and how many records were taken in."""

    began = 0.0
    count = 0

    async def take_in(self, expected: int, records: Sequence[Record]) -> int:
        self.began = self.began or perf_counter()
        reached = await super().take_in(expected, records)
        self.count += len(records)
        return reached


async def run(ground: Ground, events: int) -> list[Figure]:
    """Timed from the first record taken up to the last answer on Kafka, and marked as being there."""
    await ground.topics(workload.CALLER, workload.ANSWERER)
    heard = keyed(workload.readings(events))
    await send_all(ground.bootstrap, events_of(workload.CALLER), heard)
    seconds, bound_by = await _answer_all(ground, events)
    few = heard[: min(events, PEER_EVENTS)]
    figure = Figure(
        name=NAME,
        value=events / seconds,
        unit="events/s",
        peer=per_message.name(publishes=True),
        peer_value=await per_message.rate(ground, few),
        bound_by=bound_by,
        events=events,
        event_bytes=mean_bytes(wire for _, wire in heard),
    )
    return [figure]


async def _answer_all(ground: Ground, events: int) -> tuple[float, str]:
    service = workload.answerer()
    async with service.log.opened(await ground.database(workload.ANSWERER)):
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        hearing = _Watched(service)
        hearing.cluster = await cluster_id(ground.bootstrap)
        broker = LazyBroker(ground.bootstrap, client_id=service.name)
        Ear(hearing, broker, [events_of(workload.CALLER)])
        relay = Relay(service.log, ground.bootstrap, Absorber(service, ground.bootstrap))
        relaying = asyncio.create_task(relay.run())
        try:
            await until_so(lambda: relay.leading)
            collector.settle()  # as a service does when it is up
            meter = ground.meter()
            with meter:
                await broker.start()
                await until_so(lambda: hearing.count >= events)
                await until(lambda: drained(service.log))
                ended = perf_counter()
        finally:
            await broker.stop()
            relaying.cancel()
            await asyncio.gather(relaying, return_exceptions=True)
    return ended - hearing.began, meter.bound_by()


async def drained(log: EventLog) -> bool:
    """Whether all that was said is on Kafka and marked."""
    waiting: bool = await log.pool.fetchval(
        "SELECT EXISTS (SELECT FROM event_log WHERE source = $1 AND kafka_offset IS NULL)", log.source
    )
    return not waiting
