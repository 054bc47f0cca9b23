"""An action until its owner claims that it is done: proposed, accepted or rejected, in progress, implemented."""

from services.reviews.decider.learning.action import CLAIMED, Action, State
from services.reviews.decider.learning.findings import taken
from services.reviews.decider.learning.state import Learning, known
from services.reviews.learning_commands.actions import (
    AgreeAction,
    ClaimImplemented,
    ProposeAction,
    RejectAction,
    StartAction,
)
from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.learning import (
    ActionAgreed,
    ActionImplemented,
    ActionProposed,
    ActionRejected,
    ActionStarted,
)
from shared.sealed import Sealed


def decide(command: Command, learning: Learning, occasion: Occasion) -> list[Event]:
    """Nothing for commands that are `proof`'s."""
    match command:
        case ProposeAction():
            return _propose(command, learning)
        case AgreeAction():
            return _agree(command, known("action", learning.actions, command.action))
        case RejectAction():
            return _reject(command, known("action", learning.actions, command.action))
        case StartAction():
            return _start(command, known("action", learning.actions, command.action))
        case ClaimImplemented():
            return _claim(command, known("action", learning.actions, command.action), occasion)
    return []


def only_from(action: Action, *states: State) -> None:
    """Raises Refused in any other state."""
    if action.state not in states:
        needed = " or ".join(states)
        raise Refused("not-in-this-state", f"The action is {action.state}; for this it must be {needed}.")


def _propose(command: ProposeAction, learning: Learning) -> list[Event]:
    known("recommendation", learning.recommendations, command.recommendation)
    before = learning.actions.get(command.action)
    if before:
        if command.model_dump(exclude={"text"}) == before.proposed.model_dump(exclude={"text"}):
            return []  # a repeat
        raise taken("action")
    return [ActionProposed(**command.model_dump(exclude={"text"}), text=Sealed.of(command.text))]


def _agree(command: AgreeAction, action: Action) -> list[Event]:
    if action.state not in ("proposed", "rejected"):
        return []  # accepted before; what came since does not undo that
    only_from(action, "proposed")
    return [ActionAgreed(action=command.action)]


def _reject(command: RejectAction, action: Action) -> list[Event]:
    if action.state == "rejected":
        return []
    only_from(action, "proposed")
    return [ActionRejected(action=command.action, reasons=Sealed.of(command.reasons))]


def _start(command: StartAction, action: Action) -> list[Event]:
    if action.state == "in progress" and command.due_on in (None, action.due_on):
        return []
    only_from(action, "accepted", "re-opened")
    return [ActionStarted(action=command.action, due_on=command.due_on)]


def _claim(command: ClaimImplemented, action: Action, occasion: Occasion) -> list[Event]:
    if action.state in CLAIMED and action.implemented_on == command.implemented_on:
        return []
    only_from(action, "in progress")
    not_in_the_future(command.implemented_on, "implemented_on", occasion)
    return [ActionImplemented(**command.model_dump(), claimed_by=occasion.actor)]
