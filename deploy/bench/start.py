"""From starting a service's process until it says that it is ready, with a past in its log."""

from time import perf_counter

from deploy.bench import plain_process
from deploy.bench.figure import Figure, mean_bytes
from deploy.bench.ground import Ground, until
from deploy.bench.history import put_cases, take_all_in
from deploy.local.probe import http_status

NAME = "start-to-ready"
EVENTS = 10_000
RUNS = 1


async def run(ground: Ground, events: int) -> list[Figure]:
    """A restart: everything is in the log, and nothing new on Kafka."""
    service = await ground.service("intake")
    wires = await put_cases(ground, events)
    await take_all_in(service)
    await service.stop()
    began = perf_counter()
    service.child.spawn()
    meter = ground.meter(intake=service.child.pid)
    with meter:
        await until(lambda: _answers(service.port, "/health/live"))
        live = perf_counter() - began
        await until(lambda: _answers(service.port, "/health/ready"))
    ready = perf_counter() - began
    await service.stop()
    began = perf_counter()
    await plain_process.bare(ground)
    figure = Figure(
        name=NAME,
        value=ready,
        unit="s",
        better="less",
        peer="a bare FastAPI process",
        peer_value=perf_counter() - began,
        bound_by=f"{live:.1f} of {ready:.1f} s until the process answers at all; {meter.bound_by()}",
        events=events,
        event_bytes=mean_bytes(wires),
    )
    return [figure]


async def _answers(port: int, path: str) -> bool:
    return await http_status(port, path) == 200
