"""A report over HTTP until it is recorded: Postgres and Kafka both have it."""

from dataclasses import dataclass

import httpx

from deploy.bench import plain_process
from deploy.bench.figure import Figure
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.open_loop import A_SECOND, Latencies, at_fixed_rate
from deploy.bench.reports import as_record, report

NAME = "command-to-recorded"
EVENTS = 1_000  # 20 seconds
RUNS = 1
WARM_UP = 100
WAIT = "wait=recorded"
PEER = f"plain FastAPI: one insert, one awaited publish, no seal, {A_SECOND}/s"


@dataclass
class _Reporter:
    """Sends one report after another, each another one."""

    client: httpx.AsyncClient
    agency: str
    prefer: str = WAIT
    sent: int = 0

    async def __call__(self, _: int) -> None:
        self.sent += 1
        headers = {"Actor": f"agency:{self.agency}", "Content-Type": "application/json", "Prefer": self.prefer}
        body = as_record(report(self.sent, self.agency))[1]
        answer = await self.client.post("/reports", content=body, headers=headers)
        answer.raise_for_status()
        if self.prefer == WAIT and answer.json().get("receipt", "recorded") != "recorded":
            raise NotMeasured("answered before it was recorded")


async def run(ground: Ground, events: int) -> list[Figure]:
    """Timed from the moment that each request was planned for; connections are kept."""
    service = await ground.service("intake")
    await service.start()
    async with httpx.AsyncClient(base_url=ground.ports.url("intake"), timeout=60) as client:
        send = _Reporter(client, ground.agencies[0])
        await at_fixed_rate(send, WARM_UP)
        meter = ground.meter(intake=service.child.pid)
        with meter:
            ours = await at_fixed_rate(send, events)
        send.prefer = "return=minimal"  # an answer at once: Postgres has it
        accepted = await at_fixed_rate(send, max(WARM_UP, events // 4))
    await service.stop()
    theirs = await _plain(ground, events)

    def figure(name: str, share: float) -> Figure:
        return Figure(
            name=name,
            value=ours.percentile(share),
            unit="ms",
            better="less",
            peer=PEER,
            peer_value=theirs.percentile(share),
            bound_by=_told(ours, accepted, share) + meter.bound_by(),
            events=events,
            event_bytes=len(as_record(report(1, ground.agencies[0]))[1]),
        )

    return [figure(f"{NAME}-p50", 0.5), figure(f"{NAME}-p99", 0.99)]


def _told(recorded: Latencies, accepted: Latencies, share: float) -> str:
    until_accepted, in_all = accepted.percentile(share), recorded.percentile(share)
    return f"{until_accepted:.0f} of {in_all:.0f} ms until accepted, the rest until Kafka has it; "


async def _plain(ground: Ground, events: int) -> Latencies:
    child = await plain_process.with_reports(ground)
    address = f"http://127.0.0.1:{plain_process.port(ground)}"
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        send = _Reporter(client, ground.agencies[0])
        await at_fixed_rate(send, WARM_UP)
        took = await at_fixed_rate(send, events)
    await child.stop(20)
    return took
