"""Who opened texts and reasons on a case, and what for: written down before anything is shown."""

from shared import reasons
from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.events.learning import LearningOpened, ReadFor
from shared.reasons import Nothing, OpenReasons, subject_of

__all__ = ["OpenLearning", "OpenReasons", "openings", "subject_of"]


class OpenLearning(Command):
    """The texts of findings, recommendations, actions and their proof on this case."""

    case: str
    purpose: ReadFor


def decide(command: OpenLearning | OpenReasons, nothing: Nothing, occasion: Occasion) -> list[Event]:
    """Each time anew: whoever reads twice has read twice. A repeat of one request is noticed by its id."""
    if isinstance(command, OpenReasons):
        return reasons.decide(command, nothing, occasion)
    return [LearningOpened(case=command.case, purpose=command.purpose)]


openings: Decider[Nothing] = Decider(
    commands=(OpenLearning, OpenReasons), initial=Nothing(), decide=decide, evolve=reasons.evolve
)
