"""A shared view, kept to what a service says itself.

Whoever hears the notifier hears duties, dispatches and quarantine records of another: taken for its own, their
dates would be reminded of twice and their dispatches sent a second time.
"""

from datetime import datetime

from shared.event_log import Database
from shared.events.base import Recorded
from shared.measures import Measure, Measuring
from shared.service import View
from shared.writes import Write


class Own:
    """`view`, blind to every other source than `source`."""

    def __init__(self, source: str, view: View) -> None:
        self.SCHEMA = view.SCHEMA
        self._source = source
        self._view = view

    def project(self, write: Write, recorded: Recorded) -> None:
        if recorded.source == self._source:
            self._view.project(write, recorded)

    async def measures(self, db: Database, now: datetime) -> list[Measure]:
        return await self._view.measures(db, now) if isinstance(self._view, Measuring) else []
