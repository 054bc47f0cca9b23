"""The timetable of the anonymity gate: a draft is scanned as soon as it is saved. What fails is tried again."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import uuid5

from services.publisher.gate.scan import EDITION
from services.publisher.opening import findings
from services.publisher.passage import RecordScan
from services.publisher.publication import Publication, evolve
from services.publisher.views import unscanned
from services.publisher.views.unscanned import Unscanned
from services.publisher.worker import opened
from shared.event_log import Database
from shared.events.anonymity import Found
from shared.partnership import Partnership
from shared.service import Service
from shared.worker import Todo


@dataclass(frozen=True)
class Scanning:
    """It opens the draft's seal and those of the reports, for the scan alone."""

    service: Service
    partnership: Partnership

    async def due(self, db: Database, _: datetime) -> list[Todo]:
        return [self._todo(it) for it in await unscanned.waiting(db)]

    async def next_at(self, _: Database, __: datetime) -> datetime | None:
        return None

    def _todo(self, it: Unscanned) -> Todo:
        return Todo(it.subject, partial(self._scan, it), uuid5(it.publication, f"scan/{it.text_hash}/{it.since}"))

    async def _scan(self, it: Unscanned) -> RecordScan:
        known = await self.service.log.about(it.subject)
        state = Publication()
        for recorded in known:
            if recorded.source == self.service.name:
                state = evolve(state, recorded.data)
        text = await opened(self.service, known, it.text_hash, "checking anonymity")
        found, count = await findings(self.service, self.partnership, it.subject, text)
        unique = {each.id: Found(mark=each.id, rule=each.rule, certain=each.level == "certain") for each in found}
        return RecordScan(
            text_hash=it.text_hash,
            edition=EDITION,
            opened=count,
            found=tuple(unique.values()),
            asked=state.passage.asked,
        )
