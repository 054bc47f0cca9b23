"""Agencies that report, and officers who decide, draft and approve, at office hours of several days."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.intake.casework import ConfirmReclassification, ProposeReclassification
from services.intake.commands import (
    DecideNotToNotify,
    DecideToNotify,
    RecordAwareness,
    RecordCriteriaMet,
)
from services.intake.need.commands import BreakGlass
from services.intake.partners import read_report
from services.intake.views import cases
from services.notifier.commands import ApproveNotification, DraftNotification
from services.notifier.views import notifications
from shared.decider import Ask
from shared.events.intake import ReclassificationProposed
from tests.simulation.asking import Asking
from tests.simulation.desk import DIRECTOR, MANAGER, NIGHT_DUTY, OFFICER, Desk
from tests.simulation.installation import Installation, Running
from tests.simulation.kafka_clients import FakeProducer
from tests.simulation.publication import Publication
from tests.simulation.rapid_review import RapidReview

A_YEAR_ON_THE_SITE = timedelta(days=380)


class Story(Asking):
    def __init__(
        self, installation: Installation, start: datetime, days: int, count: int, year: bool = True
    ) -> None:
        """`year`: to the end of a report's year on the site."""
        super().__init__(installation)
        self._start, self._days, self._count, self._year = start, days, count, year
        self._desk = Desk(installation, self.told)
        self._review = RapidReview(installation, self.told)
        self._publication = Publication(installation, self.told)

    async def run(self) -> None:
        looking = [asyncio.create_task(each) for each in (self._desk.look_after(), self._desk.carry_files())]
        await asyncio.gather(*(self._case(number) for number in range(self._count)))
        await self.clock.until(self._start + timedelta(days=self._days))
        if self._year:
            self.clock.leap()
            await self.clock.until(self.clock.now() + A_YEAR_ON_THE_SITE)
        for each in looking:
            each.cancel()

    async def _case(self, number: int) -> None:
        """From the report to the notice and the rapid review, at office hours of several days.

        Whatever chance says of the others, of two cases it is known: one is forgotten, and its date passes when
        all is calm again; one goes its whole way while nothing is calm.
        """
        forgotten, whole = number == 0, number == 1
        first, last = {0: (self._days // 2 - 1,) * 2, 1: (0, 2)}.get(number, (0, self._days // 2 - 1))
        await self._office_day(self.dice.randint(first, last))
        case = await self._report(number)
        await self.seen("intake", lambda r: cases.one(r.service.log.pool, case))
        self._desk.cases.append(case)
        if whole or self.dice.random() < 0.2:
            await self.command("intake", case, BreakGlass(reason="It cannot wait."), NIGHT_DUTY)
        if not await self._decide(case, may_refuse=not (forgotten or whole)):
            return
        await self.seen("notifier", lambda r: notifications.one(r.service.log.pool, case))
        days = self.dice.choice([0, 1, 1, 2, 3, *([] if whole else [8, None])])
        if days is None or forgotten:
            return  # nobody drafts it: its date must not pass in silence
        await self.days_later(days)
        if await self._notify(case, whole=whole) == "A":
            await self._review.of(case, whole=whole)
            await self._publication.of(case, number, whole=whole)

    async def _notify(self, case: str, *, whole: bool) -> str:
        """The class that it ends in."""
        await self.command("notifier", case, DraftNotification(narrative="n"), OFFICER)
        became = await self._reclassified(case) if not whole and self.dice.random() < 0.15 else "A"
        if became != "D":
            await self.command("notifier", case, ApproveNotification(revision=1), DIRECTOR)
        return became

    async def _office_day(self, day: int) -> None:
        await self.clock.until(self._start + timedelta(days=day, hours=self.dice.uniform(1, 6)))

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
        await self.until_done(lambda: producer.send_and_wait(f"partner.{agency}.incidents", body, key=key))

    async def _by_http(self, _: bytes, agency: str, ask: Ask, cause: UUID) -> None:
        await self.do("intake", ask, f"agency:{agency}", cause)

    # The officers.

    async def _decide(self, case: str, *, may_refuse: bool) -> bool:
        now = self.clock.now()
        await self.command("intake", case, RecordAwareness(incident_aware_at=now, channel="desk"), OFFICER)
        met = RecordCriteriaMet(limb="in area", suspicion="suspected", criteria_met_at=now)
        await self.command("intake", case, met, OFFICER)
        words = {"grounds": "g", "authority": "Director", "reasons": "r"}
        if may_refuse and self.dice.random() < 0.15:
            await self.command("intake", case, DecideNotToNotify(**words), DIRECTOR)  # type: ignore[arg-type]
            return False
        await self.command("intake", case, DecideToNotify(**words), DIRECTOR)  # type: ignore[arg-type]
        return True

    async def _reclassified(self, case: str) -> str:
        """To class D, for which nobody is told; or to B, with another approval to come."""
        to = self.dice.choice(["B", "D"])
        said = await self.command("intake", case, ProposeReclassification(trigger_class=to, reasons="r"), DIRECTOR)
        (proposed,) = [r.data for r in said if isinstance(r.data, ReclassificationProposed)]
        await self.command("intake", case, ConfirmReclassification(proposal=proposed.proposal), MANAGER)
        known = "withdrawn" if to == "D" else "drafting"

        async def noticed(running: Running) -> bool:
            row = await notifications.one(running.service.log.pool, case)
            return row is not None and (row.state == known or row.trigger_class == to)

        await self.seen("notifier", noticed)
        return to


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
