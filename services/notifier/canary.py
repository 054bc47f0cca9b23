"""The canary's end: the worker hands it to a recipient that is nobody, and says so. Nothing leaves."""

from datetime import datetime
from uuid import uuid5

from pydantic import AwareDatetime

from shared import canary as canaries
from shared.decider import Command, Decider, Occasion
from shared.event_log import Database
from shared.events.base import Event
from shared.events.canary import CanaryHandedOver
from shared.ids import NAMESPACE
from shared.worker import Todo


class HandOverCanary(Command):
    """From the worker: the newest that has come."""

    sent_at: AwareDatetime


def _decide(command: HandOverCanary, last: datetime | None, _: Occasion) -> list[Event]:
    if last is not None and command.sent_at <= last:
        return []  # handed over already
    return [CanaryHandedOver(sent_at=command.sent_at)]


def _evolve(last: datetime | None, event: Event) -> datetime | None:
    return event.sent_at if isinstance(event, CanaryHandedOver) else last


canary: Decider[datetime | None] = Decider(
    commands=(HandOverCanary,), initial=None, decide=_decide, evolve=_evolve
)


class Stub:
    """A timetable. After an absence only the newest is handed over: the others have nothing more to tell."""

    async def due(self, db: Database, _: datetime) -> list[Todo]:
        found = await canaries.waiting(db)
        if found is None:
            return []
        subject, sent_at = found
        id_ = uuid5(NAMESPACE, f"canary\n{sent_at.isoformat()}")
        return [Todo(subject, HandOverCanary(sent_at=sent_at), id_)]

    async def next_at(self, _: Database, __: datetime) -> datetime | None:
        return None  # it comes by itself; nobody waits for a time
