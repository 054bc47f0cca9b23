"""How soon an open page of the console is told that its case has changed, once that is said to Kafka."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from time import perf_counter

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from deploy.bench.case_history import case_id, key_of, said_by_intake
from deploy.bench.figure import Figure
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.open_loop import Latencies
from deploy.bench.sending import keyed
from deploy.bench.waiting import as_figure
from deploy.local.service import LocalService
from shared.broker import client as at
from shared.kafka_reading import partitions_of
from shared.topics import events_of

TOLD = 100
WARM_UP = 5
PEER = "a consumer of Kafka that keeps nothing and tells nobody (aiokafka getone)"
_TOPIC = events_of("intake")


async def live(ground: Ground, console: LocalService, cases: int) -> Figure:
    """`cases`: how many the console knows. What is said is of new ones, looked at before it.

    Timed is each from the moment before its first event is given to the producer, until the stream of server-sent
    events says that it changed; one after another, so that none waits for another's.
    """
    url, times = ground.ports.url("console"), WARM_UP + min(TOLD, cases)
    consumer = AIOKafkaConsumer(**at(ground.bootstrap), enable_auto_commit=False, auto_offset_reset="latest")
    producer = AIOKafkaProducer(**at(ground.bootstrap), enable_idempotence=True)
    try:
        await consumer.start()
        await producer.start()
        consumer.assign(await partitions_of(ground.bootstrap, [_TOPIC]))
        await consumer.seek_to_end()
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            with ground.meter(console=console.child.pid) as meter:
                took = [await _told(client, producer, consumer, cases + number) for number in range(times)]
    finally:
        await producer.stop()
        await consumer.stop()
    ours, theirs = (Latencies(tuple(sorted(ms))) for ms in zip(*took[WARM_UP:], strict=True))
    return as_figure("console-pages-live-update", ours, (PEER, theirs), meter.bound_by(), times - WARM_UP)


async def _told(
    client: httpx.AsyncClient, producer: AIOKafkaProducer, consumer: AIOKafkaConsumer, number: int
) -> tuple[float, float]:
    """Milliseconds until the page was told, and until the peer had the record."""
    key, _ = key_of(number, bytes(32))  # nothing of it is opened
    (subject, wire), *_ = keyed(said_by_intake(number, key))
    async with client.stream("GET", "/changes", params={"case": case_id(number)}) as stream:
        lines = stream.raise_for_status().aiter_lines()
        began = perf_counter()
        async with asyncio.TaskGroup() as group:
            page = group.create_task(_since(began, _changed(lines)))
            peer = group.create_task(_since(began, consumer.getone()))
            group.create_task(producer.send_and_wait(_TOPIC, wire, key=subject))
    return page.result(), peer.result()


async def _since(began: float, happening: Awaitable[object]) -> float:
    await happening
    return 1_000 * (perf_counter() - began)


async def _changed(lines: AsyncIterator[str]) -> None:
    """Past what keeps the connection open."""
    async for line in lines:
        if line.startswith("data:"):
            return
    raise NotMeasured("the stream of changes ended before its case had changed")
