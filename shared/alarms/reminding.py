"""The agenda as a timetable that knows the partnership's chain of roles: who is told of what has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.decider import Command
from shared.duties import agenda
from shared.duties.reminders import NoticeMissedDeadline, RaiseReminder
from shared.escalation import Escalation, told
from shared.event_log import Database
from shared.worker import Todo


@dataclass(frozen=True)
class Reminding:
    chain: Sequence[Escalation]

    async def due(self, db: Database, now: datetime) -> list[Todo]:
        """Reminders and missed dates whose time has come, each with who is told."""
        found = await agenda.due(db, now)
        return [replace(todo, command=self._addressed(await todo.asked())) for todo in found]

    async def next_at(self, db: Database, now: datetime) -> datetime | None:
        return await agenda.next_at(db, now)

    def _addressed(self, command: Command) -> Command:
        match command:
            case RaiseReminder(step=step):
                whom = {"role": told(self.chain, step).role, "first": self.chain[0].role}
            case NoticeMissedDeadline():
                whom = {"role": told(self.chain, agenda.MISSED).role}
            case _:
                raise TypeError("the agenda asks for nothing else")
        return command.model_copy(update=whom)
