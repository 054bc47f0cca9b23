"""Who opened what is sealed of a case, and what for: written down before anything is shown."""

from uuid import UUID

from shared import reasons
from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.events.openings import Purpose, ReportOpened
from shared.reasons import Nothing, OpenReasons, subject_of

__all__ = ["OpenReasons", "OpenReport", "openings", "subject_of"]


class OpenReport(Command):
    """All that the agency told of this case, or one document of it."""

    case: str
    purpose: Purpose
    attachment: UUID | None = None


def decide(command: OpenReport | OpenReasons, nothing: Nothing, occasion: Occasion) -> list[Event]:
    """Each time anew: whoever reads twice has read twice. A repeat of one request is noticed by its id."""
    if isinstance(command, OpenReasons):
        return reasons.decide(command, nothing, occasion)
    return [ReportOpened(case=command.case, purpose=command.purpose, attachment=command.attachment)]


openings: Decider[Nothing] = Decider(
    commands=(OpenReport, OpenReasons), initial=Nothing(), decide=decide, evolve=reasons.evolve
)
