"""What a service's process holds in memory when its log is long."""

import httpx
import psutil

from deploy.bench import plain_process
from deploy.bench.figure import Figure, mean_bytes
from deploy.bench.ground import Ground
from deploy.bench.history import put_cases, take_all_in
from deploy.local.service import LocalService

NAME = "memory"
EVENTS = 100_000
RUNS = 1
PAGES = {"intake": "/cases", "console": "/"}
REQUESTS = 20


async def run(ground: Ground, events: int) -> list[Figure]:
    """Of each service twice: the process that took everything in, and the one after a restart."""
    services = {name: await ground.service(name) for name in PAGES}
    empty = {name: await _after_a_start(service) for name, service in services.items()}
    wires = await put_cases(ground, events)
    plain = _megabytes((await plain_process.bare(ground)).pid)

    def figure(name: str, megabytes: float, wiring: float) -> Figure:
        return Figure(
            name=name,
            value=megabytes,
            unit="MB",
            better="less",
            peer="a bare FastAPI process",
            peer_value=plain,
            bound_by=f"{wiring:.0f} of {megabytes:.0f} MB are the process with an empty log",
            events=events,
            event_bytes=mean_bytes(wires),
        )

    figures = []
    for name, service in services.items():
        await take_all_in(service)
        await _serve(service)
        figures.append(figure(f"memory-{name}-that-took-all-in", _megabytes(service.child.pid), empty[name]))
        await service.stop()
        figures.append(figure(f"memory-{name}", await _after_a_start(service), empty[name]))
    return figures


async def _after_a_start(service: LocalService) -> float:
    await take_all_in(service)
    await _serve(service)
    megabytes = _megabytes(service.child.pid)
    await service.stop()
    return megabytes


async def _serve(service: LocalService) -> None:
    """A few of its largest pages."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.port}", timeout=60) as client:
        for _ in range(REQUESTS):
            (await client.get(PAGES[service.name])).raise_for_status()


def _megabytes(pid: int) -> float:
    """Resident, in millions of bytes."""
    return float(psutil.Process(pid).memory_info().rss / 1e6)
