"""A service's memory from Kafka: the log alone, its views alone, and both together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from deploy.bench import workload
from deploy.bench.figure import Figure, mean_bytes
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.peers import getmany, replay
from deploy.bench.sending import keyed, send_all
from deploy.postgres import drop
from shared import views
from shared.absorb import Absorber
from shared.service import Service
from shared.topics import events_of

NAME = "rebuild"
EVENTS = 100_000
RUNS = 1


@dataclass(frozen=True)
class _Rate:
    """Events a second, and what bounded it."""

    value: float
    bound_by: str


async def run(ground: Ground, events: int) -> list[Figure]:
    """Half of the events are the service's own, half are what it had heard; each own one names one of those."""
    await ground.topics(workload.CALLER, workload.ANSWERER)
    heard = list(workload.readings(events // 2))
    own = list(workload.answers(heard))
    await send_all(ground.bootstrap, events_of(workload.CALLER), keyed(heard))
    await send_all(ground.bootstrap, events_of(workload.ANSWERER), keyed(own))
    total = len(heard) + len(own)
    log, views_, both = await _log(ground, total), await _views(ground, total), await _both(ground, total)
    raw = await getmany.rate(ground.bootstrap, [events_of(workload.CALLER), events_of(workload.ANSWERER)])
    replayed = replay.rate(total)
    size = mean_bytes(recorded.wire for recorded in [*heard, *own])

    def figure(name: str, ours: _Rate, peer: str, theirs: float) -> Figure:
        return Figure(
            name=name,
            value=ours.value,
            unit="events/s",
            peer=peer,
            peer_value=theirs,
            bound_by=ours.bound_by,
            events=total,
            event_bytes=size,
        )

    return [
        figure("rebuild-log", log, getmany.NAME, raw),
        figure("rebuild-views", views_, replay.NAME, replayed),
        figure("rebuild", both, replay.NAME, replayed),
        figure("rebuild-to-raw", both, getmany.NAME, raw),
    ]


async def _log(ground: Ground, total: int) -> _Rate:
    service = workload.answerer(with_views=False)
    return await _absorb(ground, service, total)


async def _views(ground: Ground, total: int) -> _Rate:
    """From the log that the one before left."""
    service = workload.answerer()
    url = await ground.database(workload.ANSWERER)
    async with service.log.opened(url), service.log.pool.acquire() as connection:
        return await _rate(ground, total, lambda: views.rebuild(service, connection))


async def _both(ground: Ground, total: int) -> _Rate:
    await drop(ground.postgres.admin_url, workload.ANSWERER)
    return await _absorb(ground, workload.answerer(), total)


async def _absorb(ground: Ground, service: Service, total: int) -> _Rate:
    async with service.log.opened(await ground.database(workload.ANSWERER)):
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        absorb = Absorber(service, ground.bootstrap)
        rate = await _rate(ground, total, absorb)
    if absorb.taken_in != total:
        raise NotMeasured(f"{absorb.taken_in} of {total} events were taken in")
    return rate


async def _rate(ground: Ground, total: int, work: Callable[[], Awaitable[Any]]) -> _Rate:
    meter = ground.meter()
    with meter:
        await work()
    return _Rate(total / meter.seconds, meter.bound_by())
