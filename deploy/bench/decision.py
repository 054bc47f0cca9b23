"""A decision until its notice is handed over: from the approval until the mail server is recorded as having it.

In between the approval is committed, the attempt is recorded on Kafka, and only then is anything sent.
"""

from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from time import perf_counter
from typing import Any

import aiosmtplib
import httpx

from deploy.bench.figure import Figure
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.open_loop import Latencies
from deploy.bench.reports import as_record, report
from deploy.local.mail import LocalMail

NAME = "decision-to-hand-over"
EVENTS = 100
RUNS = 1
PEER = "one insert, and the mail sent at once: nothing recorded before, nothing on Kafka"
_LOOK_AGAIN_SECONDS = 0.02
_PATIENCE_SECONDS = 120
_DECISION = {"trigger_class": "A", "grounds": "serious harm", "authority": "Director", "reasons": "Unexplained."}
_STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("record-awareness", {"incident_aware_at": "2026-06-01T12:00:00+01:00", "channel": "telephone"}),
    (
        "record-criteria-met",
        {"limb": "in area", "suspicion": "known", "criteria_met_at": "2026-06-01T12:00:00+01:00"},
    ),
    ("decide-to-notify", _DECISION),
)


@dataclass
class _Officers:
    """Take a case as far as a draft, and approve it."""

    intake: httpx.AsyncClient
    notifier: httpx.AsyncClient
    agency: str

    async def drafted(self, number: int) -> str:
        body = as_record(report(number, self.agency))[1]
        sent = await self.intake.post("/reports", content=body, headers=_headers(f"agency:{self.agency}", "r"))
        case = str(sent.raise_for_status().json()["case"])
        for path, asked in _STEPS:
            await _ask(self.intake, case, path, asked, "person:officer")
        await _until(lambda: self._opened(case))
        await _ask(self.notifier, case, "draft-notification", {"narrative": "What is known."}, "person:officer")
        return case

    async def handed_over(self, case: str) -> float:
        """Milliseconds from the approval's request."""
        began = perf_counter()
        await _ask(self.notifier, case, "approve-notification", {"revision": 1}, "person:director")
        await _until(lambda: self._all_left(case))
        return 1_000 * (perf_counter() - began)

    async def _opened(self, case: str) -> bool:
        return (await self.notifier.get(f"/notifications/{case}")).is_success

    async def _all_left(self, case: str) -> bool:
        rows = (await self.notifier.get(f"/cases/{case}/dispatches")).raise_for_status().json()
        return bool(rows) and all(row["state"] == "handed over" for row in rows)


async def run(ground: Ground, events: int) -> list[Figure]:
    """One decision after another, each of three mails; what is timed is the last of the three."""
    mail = LocalMail(ground.directory / "mail", ground.ports.of("mail"), ground.ports.of("mail-viewer"))
    services = [await ground.service(name) for name in ("intake", "notifier")]
    await mail.start()
    try:
        for service in services:
            await service.start()
        meter = ground.meter(**{service.name: service.child.pid for service in services})
        with meter:
            ours = await _ours(ground, events)
        theirs = await _theirs(ground, mail, events)
    finally:
        for service in reversed(services):
            await service.stop()
        await mail.stop()
    return [
        Figure(
            name=f"{NAME}-{name}",
            value=ours.percentile(share),
            unit="ms",
            better="less",
            peer=PEER,
            peer_value=theirs.percentile(share),
            bound_by=meter.bound_by(),
            events=events,
        )
        for name, share in (("p50", 0.5), ("p95", 0.95))
    ]


async def _ours(ground: Ground, events: int) -> Latencies:
    async with (
        httpx.AsyncClient(base_url=ground.ports.url("intake"), timeout=60) as intake,
        httpx.AsyncClient(base_url=ground.ports.url("notifier"), timeout=60) as notifier,
    ):
        officers = _Officers(intake, notifier, ground.agencies[0])
        cases = [await officers.drafted(number) for number in range(events)]
        return Latencies(tuple(sorted([await officers.handed_over(case) for case in cases])))


async def _theirs(ground: Ground, mail: LocalMail, events: int) -> Latencies:
    await ground.database("plain")
    connection = await ground.connect("plain")
    await connection.execute("CREATE TABLE notices (id int PRIMARY KEY)")
    took = []
    for number in range(events):
        began = perf_counter()
        await connection.execute("INSERT INTO notices VALUES ($1)", number)
        for _ in range(3):
            await aiosmtplib.send(_notice(number), hostname="127.0.0.1", port=mail.port, start_tls=False)
        took.append(1_000 * (perf_counter() - began))
    await connection.close()
    return Latencies(tuple(sorted(took)))


def _notice(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "a@partnership.example", "b@panel.example"
    message["Subject"] = f"Notice {number}"
    message.set_content("What is known.\n" * 100)
    return message


def _headers(actor: str, key: str) -> dict[str, str]:
    return {"Actor": actor, "Idempotency-Key": key, "Content-Type": "application/json"}


async def _ask(client: httpx.AsyncClient, case: str, path: str, body: dict[str, Any], actor: str) -> None:
    answer = await client.post(f"/cases/{case}/{path}", json=body, headers=_headers(actor, f"{case}-{path}"))
    if not answer.is_success:
        raise NotMeasured(f"{path} was answered with {answer.status_code}")


async def _until(so: Callable[[], Awaitable[bool]]) -> None:
    until = perf_counter() + _PATIENCE_SECONDS
    while not await so():
        if perf_counter() > until:
            raise NotMeasured("the notices did not leave")
        await sleep(_LOOK_AGAIN_SECONDS)
