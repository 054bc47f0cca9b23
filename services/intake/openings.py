"""Who opened what is sealed of a case, and what for: written down before anything is shown."""

from typing import NamedTuple
from uuid import UUID

from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.events.openings import Purpose, ReasonsOpened, ReportOpened


class OpenReport(Command):
    """All that the agency told of this case, or one document of it."""

    case: str
    purpose: Purpose
    attachment: UUID | None = None


class OpenReasons(Command):
    """What officers gave as grounds and reasons for what they did on this case."""

    case: str
    purpose: Purpose


class Nothing(NamedTuple):
    """No opening depends on those before it."""


def subject_of(case: str) -> str:
    return f"opening/{case}"


def decide(command: OpenReport | OpenReasons, _: Nothing, __: Occasion) -> list[Event]:
    """Each time anew: whoever reads twice has read twice. A repeat of one request is noticed by its id."""
    if isinstance(command, OpenReasons):
        return [ReasonsOpened(case=command.case, purpose=command.purpose)]
    return [ReportOpened(case=command.case, purpose=command.purpose, attachment=command.attachment)]


def evolve(nothing: Nothing, _: Event) -> Nothing:
    return nothing


openings: Decider[Nothing] = Decider(
    commands=(OpenReport, OpenReasons), initial=Nothing(), decide=decide, evolve=evolve
)
