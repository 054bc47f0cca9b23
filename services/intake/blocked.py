"""An agency is told that malware was found in a document of its report: once of each document."""

from uuid import UUID

from immutables import Map

from shared.decider import Command, Decider, Occasion
from shared.events.amendments import AttachmentBlocked
from shared.events.base import Event
from shared.events.report import ReportedBy


class TellOfMalware(Command):
    """From a reaction. `found`: by the scanner's name for it."""

    reported_by: ReportedBy
    case: str
    attachment: UUID
    found: str


Told = Map[UUID, None]


def decide(command: Command, told: Told, _: Occasion) -> list[Event]:
    assert isinstance(command, TellOfMalware)
    return [] if command.attachment in told else [AttachmentBlocked(**command.model_dump())]


def evolve(told: Told, event: Event) -> Told:
    return told.set(event.attachment, None) if isinstance(event, AttachmentBlocked) else told


malware_feedback: Decider[Told] = Decider(commands=(TellOfMalware,), initial=Map(), decide=decide, evolve=evolve)
