"""Who opened the texts of what was learned on a case, and what for: written down before anything is shown."""

from typing import NamedTuple

from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.events.learning import LearningOpened, ReadFor


class OpenLearning(Command):
    """The texts of findings, recommendations, actions and their proof on this case."""

    case: str
    purpose: ReadFor


class Nothing(NamedTuple):
    """No opening depends on those before it."""


def subject_of(case: str) -> str:
    """A stream of its own: reading a case changes nothing on it."""
    return f"opening/{case}"


def decide(command: OpenLearning, _: Nothing, __: Occasion) -> list[Event]:
    """Each time anew: whoever reads twice has read twice. A repeat of one request is noticed by its id."""
    return [LearningOpened(case=command.case, purpose=command.purpose)]


def evolve(nothing: Nothing, _: Event) -> Nothing:
    return nothing


openings: Decider[Nothing] = Decider(commands=(OpenLearning,), initial=Nothing(), decide=decide, evolve=evolve)
