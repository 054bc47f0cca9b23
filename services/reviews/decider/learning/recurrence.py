"""A finding that is there again: confirmed by a person, it re-opens what the earlier one led to."""

from services.reviews.decider.learning.action import CLAIMED
from services.reviews.decider.learning.proof import reopened
from services.reviews.decider.learning.state import Learning, known
from services.reviews.learning_commands.findings import ConfirmRecurrence, DismissRecurrence, ReopenForRecurrence
from shared.decider import Command, Refused
from shared.events.base import Event
from shared.events.learning import (
    FindingRecurred,
    RecurrenceConfirmed,
    RecurrenceDismissed,
)
from shared.sealed import Sealed


def decide(command: Command, learning: Learning) -> list[Event]:
    assert isinstance(command, ConfirmRecurrence | DismissRecurrence)
    known("finding", learning.findings, command.finding)
    confirmed = isinstance(command, ConfirmRecurrence)
    before = learning.settled.get((command.finding, command.earlier_case, command.earlier_finding))
    if before is confirmed:
        return []
    if before:
        raise Refused("already-confirmed", "It was confirmed, and what was done before is re-opened.")
    # Dismissed and now confirmed is allowed: somebody has learned more.
    kind = RecurrenceConfirmed if confirmed else RecurrenceDismissed
    return [kind(**command.model_dump(exclude={"reasons"}), reasons=Sealed.of(command.reasons))]


def reopen(command: ReopenForRecurrence, learning: Learning) -> list[Event]:
    """Asked by a reaction, and so never refused. Actions that nobody says are done stay as they are."""
    told = (command.finding, command.in_case, command.by_finding)
    if command.finding not in learning.findings or told in learning.recurred:
        return []  # nothing of ours, or told before
    answering = {ref for ref, each in learning.recommendations.items() if command.finding in each.findings}
    again = [
        reopened(action, "finding recurred", in_case=command.in_case, by_finding=command.by_finding)
        for action in learning.actions.values()
        if action.proposed.recommendation in answering and action.state in CLAIMED
    ]
    return [FindingRecurred(**command.model_dump()), *again]
