"""A running service's audit log: what notes, what copies; and nothing is noted onto a table that is behind."""

import asyncio
from collections.abc import Iterator
from typing import Any, NoReturn

import structlog

from shared.audit import life
from shared.audit.copying import Copying, Departed
from shared.audit.notes import Notes
from shared.audit.writing import Audit
from shared.event_log import Database, EventLog
from shared.looking import Looking
from shared.topics import SERVICES_THAT_NOTE

log = structlog.get_logger()
SETTLE_SECONDS = 5.0  # how long what is owed may wait


class AuditLog:
    """`kept`: whether it is, and has a topic for its copy: of every service of ours, and of no toy."""

    def __init__(self, log_: EventLog, bootstrap: str, *, wanted: bool = True) -> None:
        self.kept = wanted and log_.source in SERVICES_THAT_NOTE
        self.entries = Audit(log_)
        self.notes = Notes(self.entries, log_.source)
        self.copying = Copying(self.entries, log_, bootstrap, log_.source)
        self._log = log_

    async def begin(self, db: Database) -> None:
        """Nothing is noted, so nobody is shown anything, before it is known that the table is not an old one."""
        self.entries.closed = self.kept and not await life.is_newest(db)

    async def compare(self) -> None:
        """Fill it again where it was lost. Where the two differ, people must see. Raises KafkaError, OURS."""
        if not self.kept or not self.entries.closed:
            return
        try:
            if count := await self.copying.read_back():
                log.info("audit.read_back", count=count)
        except Departed as error:
            log.error("audit.departed", reason=str(error))

    async def is_newest(self, db: Database) -> bool:
        return not self.kept or await life.is_newest(db)

    async def used(self, looking: Looking) -> None:
        """Whose keys a worker used."""
        if self.kept:
            await self.notes.used(looking)

    def tasks(self) -> Iterator[asyncio.Task[Any]]:
        """To be cancelled: what is not copied yet is copied after the next start."""
        if self.kept:
            yield asyncio.create_task(self._settle())
            yield asyncio.create_task(self.copying.run())

    async def _settle(self) -> NoReturn:
        while True:
            await asyncio.sleep(SETTLE_SECONDS)
            await self.notes.settle()
