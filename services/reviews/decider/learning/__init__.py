"""Learning on one case: what was found, what is asked of whom, whether it was done, and whether it took hold."""

from services.reviews.decider.learning import actions, findings, proof, recurrence, reminders, spreading
from services.reviews.decider.learning.state import Learning, evolve
from services.reviews.learning_commands import ACTIONS, FINDINGS, LEARNING, RECURRENCES, SPREADING, UNASKED
from services.reviews.learning_commands.actions import RemindOfAction
from services.reviews.learning_commands.findings import ReopenForRecurrence
from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event


def decide(command: Command, learning: Learning, occasion: Occasion) -> list[Event]:
    if isinstance(command, ReopenForRecurrence):
        return recurrence.reopen(command, learning)
    if isinstance(command, RemindOfAction):
        return reminders.remind(command, learning)
    if not learning.open:
        raise Refused("no-such-case", "No review was opened on this case.")
    if isinstance(command, FINDINGS):
        return findings.decide(command, learning, occasion)
    if isinstance(command, RECURRENCES):
        return recurrence.decide(command, learning)
    if isinstance(command, SPREADING):
        return spreading.decide(command, learning, occasion)
    if isinstance(command, ACTIONS):
        return actions.decide(command, learning, occasion) or proof.decide(command, learning, occasion)
    raise TypeError(f"not a command of learning: {type(command).__name__}")


learning = Decider(commands=(*LEARNING, *RECURRENCES, *UNASKED), initial=Learning(), decide=decide, evolve=evolve)
