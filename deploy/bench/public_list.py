"""The public site's first page: how many readers it bears, and how long each waits when many come at once."""

import asyncio
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter

import httpx

from deploy.bench import plain_process
from deploy.bench.figure import Figure
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.history import take_all_in
from deploy.bench.open_loop import Latencies, at_fixed_rate
from deploy.bench.public_history import REPORTS, TITLES, said
from deploy.bench.sending import keyed, send_all
from deploy.local.probe import http_status
from deploy.local.process import Child
from shared.calendar import london_date
from shared.topics import events_of

NAME = "public-list"
EVENTS = 3_000  # requests
RUNS = 3
READERS = 16  # who ask again as soon as they are answered
WANTED_A_SECOND = 500
BEARABLE = 0.6  # of what it bears at most: fuller, a queue grows, and its length is what is measured
WARM_UP = 100
READY_SECONDS = 60
PEER = "the same page as a file, Starlette's StaticFiles on the same server (uvicorn)"
NO_LIMITS = httpx.Limits(max_connections=None)


async def run(ground: Ground, events: int) -> list[Figure]:
    """Requests a second, and p99 at 500 a second or at six tenths of what ours bears, if that is less."""
    service = await ground.service("publisher")
    await send_all(ground.bootstrap, events_of("publisher"), keyed(said(london_date(datetime.now(UTC)))))
    await take_all_in(service)
    site = ground.ports.url("site")
    page = await _page(site)
    files = await _files(ground, page)
    ours, theirs = f"{site}/", f"http://127.0.0.1:{plain_process.port(ground)}/"
    with ground.meter(publisher=service.child.pid) as busy:
        most = await _borne(ours, events)
    their_most = await _borne(theirs, events)
    a_second = max(1, min(WANTED_A_SECOND, int(BEARABLE * most)))
    with ground.meter(publisher=service.child.pid) as planned:
        took = await _waited(ours, events, a_second)
    theirs_took = await _waited(theirs, events, a_second)
    await service.stop()
    await files.stop(20)
    size = len(page)
    return [
        Figure(
            name=f"{NAME}-rate",
            value=most,
            unit="requests/s",
            peer=f"{PEER}, {READERS} readers at once",
            peer_value=their_most,
            bound_by=busy.bound_by(),
            events=events,
            event_bytes=size,
        ),
        Figure(
            name=f"{NAME}-p99",
            value=took.percentile(0.99),
            unit="ms",
            better="less",
            peer=f"{PEER}, {a_second}/s",
            peer_value=theirs_took.percentile(0.99),
            bound_by=planned.bound_by(),
            events=events,
            event_bytes=size,
            extra=(("p50", took.percentile(0.5)), ("a_second", a_second)),
        ),
    ]


async def _page(site: str) -> bytes:
    """As it is served, with all that was put there."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{site}/")
    listed = answer.text.count('<span class="meta">')
    if not answer.is_success or listed != REPORTS + TITLES:
        raise NotMeasured(f"the list answers {answer.status_code} and shows {listed} reviews")
    return answer.content


async def _files(ground: Ground, page: bytes) -> Child:
    folder = ground.directory / "files"
    folder.mkdir()
    (folder / "index.html").write_bytes(page)
    return await _serving(ground, folder)


async def _serving(ground: Ground, folder: Path) -> Child:
    port = plain_process.port(ground)
    command = [sys.executable, "-P", "-m", "deploy.bench.peers.files", str(folder), str(port)]
    child = ground.child("files", command, {})
    child.spawn()

    async def ready() -> bool:
        return await http_status(port, "/") == 200

    await child.until(ready, READY_SECONDS)
    return child


async def _borne(url: str, requests: int) -> float:
    """Answers a second, when every reader asks again at once."""
    async with httpx.AsyncClient(timeout=60, limits=NO_LIMITS) as client:
        await _read(client, url, WARM_UP)
        began = perf_counter()
        await _read(client, url, requests)
        return requests / (perf_counter() - began)


async def _read(client: httpx.AsyncClient, url: str, requests: int) -> None:
    numbers = count()

    async def reader() -> None:
        while next(numbers) < requests:
            (await client.get(url)).raise_for_status()

    async with asyncio.TaskGroup() as group:
        for _ in range(READERS):
            group.create_task(reader())


async def _waited(url: str, requests: int, a_second: int) -> Latencies:
    """Each from the moment that it was planned for."""
    async with httpx.AsyncClient(timeout=60, limits=NO_LIMITS) as client:

        async def send(_: int) -> None:
            (await client.get(url)).raise_for_status()

        await at_fixed_rate(send, WARM_UP, a_second)
        return await at_fixed_rate(send, requests, a_second)
