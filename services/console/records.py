"""What the console knows, read for a page; or that it cannot be read now."""

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from services.console.owed import OPEN, Owed, owed
from services.console.views import cases, timeline
from services.console.views.cases import CaseRow
from services.console.views.timeline import Entry
from shared.application import Application
from shared.calendar import london_date
from shared.duties import board
from shared.duties.board import DutyRow
from shared.faults import OURS
from shared.partnership import Partnership
from shared.patience import in_time

T = TypeVar("T")
PATIENCE_SECONDS = 3.0
PUBLIC = "public"


class CannotRead(Exception):
    """Postgres is away, or this console has only just begun to read."""


@dataclass(frozen=True)
class Everything:
    """`cases` are the newest of `how_many`; `duties` are all that are outstanding."""

    cases: list[CaseRow]
    how_many: int
    duties: list[Owed]

    def in_band(self, band: str) -> int:
        return sum(duty.band == band for duty in self.duties)


@dataclass(frozen=True)
class OneCase:
    case: CaseRow
    duties: list[Owed]
    timeline: list[Entry]

    def outstanding(self) -> int:
        return sum(duty.state in OPEN for duty in self.duties)


class Records:
    """Reads for the pages. Each raises CannotRead when it is not the time."""

    def __init__(self, application: Application, partnership: Partnership) -> None:
        self._application = application
        self._service = application.service
        self._names = {recipient.id: recipient.name for recipient in partnership.recipients}

    def now(self) -> datetime:
        return self._service.clock.now()

    def name_of(self, recipient: str) -> str:
        return "the public" if recipient == PUBLIC else self._names.get(recipient, recipient)

    async def everything(self) -> Everything:
        return await self._read(self._everything())

    async def one(self, subject: str) -> OneCase | None:
        """None when nothing is known of such a case."""
        return await self._read(self._one(subject))

    async def _read(self, reading: Coroutine[Any, Any, T]) -> T:
        if not self._application.status.accepting:
            reading.close()
            raise CannotRead
        try:
            return await in_time(reading, PATIENCE_SECONDS)
        except OURS as error:  # a timeout is an OSError
            raise CannotRead from error

    async def _everything(self) -> Everything:
        pool = self._service.log.pool
        rows = await board.outstanding(pool)
        return Everything(
            cases=await cases.newest(pool), how_many=await cases.how_many(pool), duties=self._owed(rows)
        )

    async def _one(self, subject: str) -> OneCase | None:
        pool = self._service.log.pool
        case = await cases.one(pool, subject)
        if case is None:
            return None
        rows = await board.of_case(pool, subject)
        entries = await timeline.of_case(self._service.log, subject, self.name_of)
        return OneCase(case, self._owed(rows), entries)

    def _owed(self, rows: list[DutyRow]) -> list[Owed]:
        return owed(rows, london_date(self.now()), self.name_of)
