"""Looks through what was reported for incidents that are one, and puts them before a person. It merges nothing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from services.intake.likeness import Mark, Marks, Occurrence, grounds, marks
from services.intake.merging.commands import SuspectDuplicate
from services.intake.views import duplicates
from services.intake.views.duplicates import Alike, ToMark
from shared.calendar import london_date
from shared.decider import Ask, Occasion
from shared.events.amendments import ReportCorrected
from shared.events.intake import IncidentReported, ReportDetails
from shared.ids import NAMESPACE
from shared.keys import Erased
from shared.lease import Lease
from shared.service import Service
from shared.stuck import Stuck

AT_ONCE = 100
MOST_SUSPECTED = 3  # of each report, the likest: with all of them, a flood would say the square of its number
_NOTHING = Marks(frozenset(), frozenset())


class Finder:
    """A task of intake's worker. Opens each report's seal once, and keeps keyed hashes of what is in it."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.stuck = Stuck()
        self._hash = service.keyring.hasher("likeness of reports")

    async def begin(self, _: Lease) -> None:
        """Nothing is left unfinished: what was not marked is looked at again."""

    async def next_at(self, now: datetime) -> None:
        return None

    async def work(self, now: datetime) -> bool:
        waiting = await duplicates.unmarked(self._service.log.pool, AT_ONCE)
        due = [each for each in waiting if not self.stuck.rests(_mark_id(each.subject))]
        for each in due:
            with self.stuck.alone(_mark_id(each.subject), each.subject):
                await self._look_at(each)
        return bool(due)

    async def _look_at(self, it: ToMark) -> None:
        found = await self._marks(it)
        sought = [(told, *self._hashed(mark)) for told, mark in sorted(found.sought)]
        others = await duplicates.alike(self._service.log.pool, it.subject, sought)
        await self._suspect(it, sorted(others, key=lambda other: (-len(other.kinds), other.reported_at)))
        async with self._service.log.writing() as connection:
            await duplicates.mark(connection, it, [self._hashed(mark) for mark in sorted(found.kept)])

    async def _suspect(self, it: ToMark, others: Sequence[Alike]) -> None:
        """The likest, in one transaction: all are said at one moment."""
        found = [
            SuspectDuplicate(
                other=other.subject, grounds=grounds(other.kinds, _occurrence(it), _occurrence(other))
            )
            for other in others[:MOST_SUSPECTED]
        ]
        likest = [command for command in found if command.grounds]
        if not likest:
            return
        now, actor = self._service.clock.now(), f"service:{self._service.name}"
        async with self._service.transaction() as tx:
            for command in likest:
                occasion = Occasion(at=now, actor=actor, id=_id(it.subject, command))
                await self._service.carry_out(tx, Ask(it.subject, command), occasion)

    async def _marks(self, it: ToMark) -> Marks:
        known = await self._service.log.about(it.subject)
        said = [r.data for r in known if isinstance(r.data, IncidentReported | ReportCorrected)]
        try:
            details = await self._service.keyring.open(
                self._service.log.pool, said[-1].details, ReportDetails, "finding duplicates"
            )
        except Erased:  # there is nothing to be like
            return _NOTHING
        return marks(details, it.incident_on)

    def _hashed(self, mark: Mark) -> tuple[str, str]:
        return mark.kind, self._hash(f"{mark.kind}\n{mark.text}")


def _mark_id(subject: str) -> UUID:
    return uuid5(NAMESPACE, f"marks\n{subject}")


def _occurrence(it: ToMark | Alike) -> Occurrence:
    return Occurrence(it.incident_on, london_date(it.reported_at))


def _id(subject: str, command: SuspectDuplicate) -> UUID:
    return uuid5(NAMESPACE, "\n".join(("duplicate", subject, command.other, *command.grounds)))
