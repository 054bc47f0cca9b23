"""When to remind of an action: its date is near or past, or it is time to measure what it changed."""

from datetime import date

from services.reviews.decider.learning.action import Action
from services.reviews.decider.learning.proof import measured_from
from services.reviews.decider.learning.state import Learning
from services.reviews.learning_commands.actions import RemindOfAction
from shared.events.base import Event
from shared.events.learning import After, LearningReminderRaised, Step

TO_BE_DONE = ("accepted", "in progress", "re-opened")


def remind(command: RemindOfAction, learning: Learning) -> list[Event]:
    """Asked by the worker, and so never refused: what was done meanwhile needs no reminder."""
    action = learning.actions.get(command.action)
    due_on = due(action, command.step) if action and command.step not in action.reminded else None
    if due_on is None:
        return []
    return [LearningReminderRaised(action=command.action, step=command.step, due_on=due_on)]


def due(action: Action, step: Step) -> date | None:
    """The day that a step is about; None where it is not to be reminded of."""
    match step:
        case "due soon" | "overdue":
            return action.due_on if action.state in TO_BE_DONE else None
        case "measure at six months":
            return _measure(action, "six months")
        case "measure at twelve months":
            return _measure(action, "twelve months")


def _measure(action: Action, after: After) -> date | None:
    wanting = action.state == "verified" and after not in action.measured
    return measured_from(action.implemented_on, after) if wanting else None
