"""Agencies that report, and officers who decide, draft and approve: each asks again until it is answered."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import asyncpg
from aiokafka.errors import KafkaError

from services.intake.casework import ConfirmReclassification, ProposeReclassification
from services.intake.commands import (
    DecideNotToNotify,
    DecideToNotify,
    RecordAwareness,
    RecordCriteriaMet,
)
from services.intake.partners import read_report
from services.intake.views import cases
from services.notifier.commands import ApproveNotification, DraftNotification
from services.notifier.views import notifications
from shared.decider import Ask, Command, Refused
from shared.dispatch import post
from shared.dispatch.life import ResolveDoubt
from shared.events.base import Recorded
from shared.events.intake import ReclassificationProposed
from shared.faults import OURS
from shared.ids import NAMESPACE
from shared.receipts import recorded_on_kafka
from shared.service import KeyReused, Said
from tests.simulation.installation import Installation, Running
from tests.simulation.kafka_clients import FakeProducer

OFFICER, DIRECTOR, MANAGER = "person:officer", "person:director", "person:manager"
AGAIN = (ConnectionError, TimeoutError, asyncpg.PostgresError, KafkaError, *OURS)
ANSWER_LOST = 0.1


class _NotRecordedYet(ConnectionError):
    """202, where 200 was asked for."""


@dataclass
class Told:
    """What somebody was answered, and must therefore stay true."""

    reports: list[tuple[str, str]] = field(default_factory=list)  # agency, report
    events: list[Recorded] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # an answer that nobody may get


class Story:
    def __init__(self, installation: Installation, start: datetime, days: int, count: int) -> None:
        self.at, self.dice, self.clock = installation, installation.world.dice, installation.clock
        self.told = Told()
        self._start, self._days, self._count = start, days, count
        self._opened: list[str] = []

    async def run(self) -> None:
        looking = asyncio.create_task(self._look_after_doubts())
        await asyncio.gather(*(self._case(number) for number in range(self._count)))
        await self.clock.until(self._start + timedelta(days=self._days))
        looking.cancel()

    async def _case(self, number: int) -> None:
        """From the report to the notice, at office hours of several days."""
        forgotten = number == 0  # whatever chance says of the others: its date passes when all is calm again
        await self._office_day(self._days // 2 - 1 if forgotten else self.dice.randrange(self._days // 2))
        case = await self._report(number)
        await self._seen("intake", lambda r: cases.one(r.service.log.pool, case))
        self._opened.append(case)
        if not await self._decide(case, may_refuse=not forgotten):
            return
        await self._seen("notifier", lambda r: notifications.one(r.service.log.pool, case))
        days = self.dice.choice([0, 1, 1, 2, 3, 8, None])
        if days is None or forgotten:
            return  # nobody drafts it: its date must not pass in silence
        await self._days_later(days)
        await self._command("notifier", case, DraftNotification(narrative="n"), OFFICER)
        if self.dice.random() < 0.15 and await self._reclassified(case):
            return
        await self._command("notifier", case, ApproveNotification(revision=1), DIRECTOR)

    async def _office_day(self, day: int) -> None:
        await self.clock.until(self._start + timedelta(days=day, hours=self.dice.uniform(1, 6)))

    async def _days_later(self, days: int) -> None:
        await self.clock.until(self.clock.now() + timedelta(days=days, hours=self.dice.uniform(0, 2)))

    # The agency.

    async def _report(self, number: int) -> str:
        agency = self.dice.choice(["hospital", "police"])
        body = json.dumps(_document(f"rep-{number}", agency, self.clock.now())).encode()
        demand = read_report(body, agency)
        send = self.dice.choice([self._by_kafka, self._by_http])
        for _ in range(self.dice.choice([1, 1, 2])):  # some tell everything twice
            await send(body, agency, demand.ask, demand.id)
        self.told.reports.append((agency, f"rep-{number}"))
        return demand.ask.subject

    async def _by_kafka(self, body: bytes, agency: str, ask: Ask, _: UUID) -> None:
        producer = FakeProducer(self.at.kafka)
        key = json.loads(body)["subject"].encode()
        await self._until_done(lambda: producer.send_and_wait(f"partner.{agency}.incidents", body, key=key))

    async def _by_http(self, _: bytes, agency: str, ask: Ask, cause: UUID) -> None:
        await self._do("intake", ask, f"agency:{agency}", cause)

    # The officers.

    async def _decide(self, case: str, *, may_refuse: bool) -> bool:
        now = self.clock.now()
        await self._command("intake", case, RecordAwareness(incident_aware_at=now, channel="desk"), OFFICER)
        met = RecordCriteriaMet(limb="in area", suspicion="suspected", criteria_met_at=now)
        await self._command("intake", case, met, OFFICER)
        words = {"grounds": "g", "authority": "Director", "reasons": "r"}
        if may_refuse and self.dice.random() < 0.15:
            await self._command("intake", case, DecideNotToNotify(**words), DIRECTOR)  # type: ignore[arg-type]
            return False
        await self._command("intake", case, DecideToNotify(**words), DIRECTOR)  # type: ignore[arg-type]
        return True

    async def _reclassified(self, case: str) -> bool:
        """To class D, for which nobody is told; or to B, with another approval to come."""
        to = self.dice.choice(["B", "D"])
        said = await self._command(
            "intake", case, ProposeReclassification(trigger_class=to, reasons="r"), DIRECTOR
        )
        (proposed,) = [r.data for r in said if isinstance(r.data, ReclassificationProposed)]
        await self._command("intake", case, ConfirmReclassification(proposal=proposed.proposal), MANAGER)
        known = "withdrawn" if to == "D" else "drafting"

        async def noticed(running: Running) -> bool:
            row = await notifications.one(running.service.log.pool, case)
            return row is not None and (row.state == known or row.trigger_class == to)

        await self._seen("notifier", noticed)
        return to == "D"

    async def _look_after_doubts(self) -> None:
        """Now and then an officer rings a recipient: it came, or not; or nobody rings, and the date decides."""
        while True:
            await asyncio.sleep(self.dice.uniform(5, 20))
            for case in [*self._opened]:
                rows = await self._until_done(lambda case=case: self.at.ask("notifier", _dispatches(case)))
                for row in rows:
                    if row.state == "refused" or (row.state == "in doubt" and self.dice.random() < 0.5):
                        await self._resolve(case, row)

    async def _resolve(self, case: str, row: post.DispatchRow) -> None:
        came = any(mail.dispatch == str(row.dispatch) for mail in self.at.post.mailbox)
        decision = "it arrived" if came and row.state == "in doubt" else "send again"
        command = ResolveDoubt(dispatch=row.dispatch, decision=decision, reason="Rang them.")  # type: ignore[arg-type]
        await self._command("notifier", case, command, OFFICER, key=str(row.attempts))

    async def _command(
        self, name: str, case: str, command: Command, actor: str, key: str = ""
    ) -> tuple[Recorded, ...]:
        """What it led to."""
        cause = uuid5(NAMESPACE, f"{actor}/{case}/{command.model_dump_json()}/{type(command).__name__}/{key}")
        return await self._do(name, Ask(case, command), actor, cause)

    async def _do(self, name: str, ask: Ask, actor: str, cause: UUID) -> tuple[Recorded, ...]:
        async def do(running: Running) -> Said:
            said = await running.service.do(ask.subject, ask.command, actor=actor, cause=cause)
            if not await recorded_on_kafka(running.service.log, said, timeout_seconds=10):
                raise _NotRecordedYet
            return said

        said: Said | None = await self._until_done(lambda: self.at.ask(name, do))
        if self.dice.random() < ANSWER_LOST:
            said = await self._until_done(lambda: self.at.ask(name, do))
        events = said.events if said else ()
        self.told.events += events
        return events

    async def _seen(self, name: str, look: Callable[[Running], Awaitable[Any]]) -> None:
        while not await self._until_done(lambda: self.at.ask(name, look)):
            await asyncio.sleep(self.dice.uniform(0.1, 0.4))

    async def _until_done(self, do: Callable[[], Awaitable[Any]]) -> Any:
        while True:
            try:
                return await do()
            except AGAIN:
                await asyncio.sleep(self.dice.uniform(0.2, 1.5))
            except (Refused, KeyReused) as error:
                if not isinstance(error, Refused) or error.rule not in _PASSING:
                    self.told.wrong.append(f"{type(error).__name__}: {error}")
                return None


_PASSING = {"withdrawn", "was-refused"}  # somebody else was quicker


def _dispatches(case: str) -> Callable[[Running], Awaitable[list[post.DispatchRow]]]:
    return lambda running: post.of_case(running.service.log.pool, case)


def _document(report: str, agency: str, now: datetime) -> dict[str, Any]:
    at = now.isoformat()
    return {
        "specversion": "1.0",
        "id": report,
        "source": agency,
        "type": "cspr.partner.incident-report.v1",
        "subject": f"ref-{report}",
        "time": at,
        "data": {
            "la_code": "E06000045",
            "harm": "serious harm",
            "incident_on": now.date().isoformat(),
            "agency_aware_at": at,
            "outline": "A fictional incident.",
            "children": [{"first_name": "Rowan", "last_name": "Exampleby"}],
        },
    }
