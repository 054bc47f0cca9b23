"""What an agency is told of its return, on its own stream: asked, chased, received, let off, refused."""

from datetime import date
from uuid import UUID

from immutables import Map

from shared.decider import Command, Decider, Occasion
from shared.events.asking import ReturnAsked, ReturnChased, ReturnNoLongerAsked, ReturnReceived, ReturnRefused
from shared.events.base import Event
from shared.events.gathering import ChaseStep


class TellAsked(Command):
    """From a reaction: the agency is asked for a return."""

    case: str
    agency_return: UUID
    due_on: date


class TellChased(Command):
    """From a reaction: its day is near, or over."""

    case: str
    agency_return: UUID
    step: ChaseStep
    due_on: date


class TellReceived(Command):
    """From a reaction: its return is here."""

    case: str
    agency_return: UUID
    revision: int


class TellNoLongerAsked(Command):
    """From a reaction: the rapid review ended."""

    case: str
    agency_return: UUID


class TellReturnRefused(Command):
    """From a reaction: a record of this agency could not be taken in."""

    quarantine: UUID
    offset: int
    reason: str
    pointer: str


Telling = TellAsked | TellChased | TellReceived | TellNoLongerAsked | TellReturnRefused
SAYS: dict[type[Command], type[Event]] = {
    TellAsked: ReturnAsked,
    TellChased: ReturnChased,
    TellReceived: ReturnReceived,
    TellNoLongerAsked: ReturnNoLongerAsked,
    TellReturnRefused: ReturnRefused,
}
Told = Map[Event, None]  # the stream of an agency is long: each step shares what was before it


def subject_of(agency: str) -> str:
    return f"feedback/{agency}"


def tell(command: Telling, told: Told, _: Occasion) -> list[Event]:
    """All that is said is plain, so what was said before is the same event."""
    news = SAYS[type(command)](**command.model_dump())
    return [] if news in told else [news]


def remember(told: Told, event: Event) -> Told:
    return told.set(event, None) if isinstance(event, tuple(SAYS.values())) else told


feedback: Decider[Told] = Decider(commands=tuple(SAYS), initial=Map(), decide=tell, evolve=remember)
