"""From the claim to the proof: evidence, somebody else's eyes, and twice a measure of what it changed.

Implemented is what the owner says. Evidenced: something shows it. Verified: somebody of another organisation, who
did not claim it, looked. Embedded: it was measured six and twelve months after, and had taken hold both times.
"""

from datetime import date

from services.reviews.decider.learning.action import CLAIMED, Action
from services.reviews.decider.learning.actions import only_from
from services.reviews.decider.learning.state import Learning, known
from services.reviews.learning_commands.actions import AddEvidence, MeasureImpact, ReopenAction, VerifyAction
from services.reviews.themes import organisation
from shared.counting import months_after
from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.learning import (
    ActionEmbedded,
    ActionReopened,
    ActionVerified,
    After,
    Because,
    EvidenceAdded,
    ImpactMeasured,
)
from shared.sealed import Sealed

MONTHS: dict[After, int] = {"six months": 6, "twelve months": 12}


def decide(command: Command, learning: Learning, occasion: Occasion) -> list[Event]:
    match command:
        case AddEvidence():
            return _evidence(command, known("action", learning.actions, command.action))
        case VerifyAction():
            return _verify(command, known("action", learning.actions, command.action), occasion)
        case MeasureImpact():
            return _measure(command, known("action", learning.actions, command.action), occasion)
        case ReopenAction(action=reference, reasons=reasons):
            action = known("action", learning.actions, reference)
            if action.state == "re-opened":
                return []
            only_from(action, *CLAIMED)
            return [reopened(action, "decided", reasons)]
    return []


def measured_from(implemented_on: date, after: After) -> date:
    """The first day on which the impact can be measured: so many calendar months after it was done."""
    return months_after(implemented_on, MONTHS[after])[-1].date


def reopened(
    action: Action, because: Because, reasons: str = "", in_case: str = "", by_finding: str = ""
) -> ActionReopened:
    return ActionReopened(
        action=action.proposed.action,
        because=because,
        times=action.reopened + 1,
        reasons=Sealed.of(reasons) if reasons else None,
        in_case=in_case,
        by_finding=by_finding,
    )


def _evidence(command: AddEvidence, action: Action) -> list[Event]:
    if command.evidence in action.evidence:
        return []  # this piece is there
    only_from(action, *CLAIMED)
    return [EvidenceAdded(**command.model_dump(exclude={"text"}), text=Sealed.of(command.text))]


def _verify(command: VerifyAction, action: Action, occasion: Occasion) -> list[Event]:
    if action.verified_on == command.verified_on and command.confirmed:
        return []
    if action.state == "implemented":
        raise Refused("evidence-first", "Nothing shows yet that it was done: add evidence first.")
    only_from(action, "evidenced")
    not_in_the_future(command.verified_on, "verified_on", occasion)
    if command.verified_on < action.implemented_on:
        raise Refused("not-before-it-was-done", "verified_on lies before the action was done.")
    if occasion.actor == action.claimed_by:
        raise Refused("verifier-not-claimant", "Whoever claimed that it is done cannot verify it.")
    if organisation(command.organisation) == organisation(action.proposed.owner):
        raise Refused("verifier-not-owner", "Somebody of another organisation than the owner verifies.")
    if not command.confirmed:
        return [reopened(action, "not verified", command.text)]
    fields = command.model_dump(exclude={"text", "confirmed"})
    return [ActionVerified(**fields, verified_by=occasion.actor, text=Sealed.of(command.text))]


def _measure(command: MeasureImpact, action: Action, occasion: Occasion) -> list[Event]:
    before = action.measured.get(command.after)
    if before and (before.measured_on, before.embedded) == (command.measured_on, command.embedded):
        return []
    only_from(action, "verified")
    if before:
        raise Refused("already-measured", f"The impact at {command.after} was measured, and otherwise.")
    if command.after == "twelve months" and "six months" not in action.measured:
        raise Refused("six-months-first", "Measure the impact at six months before that at twelve.")
    _not_too_early(command, action, occasion)
    measured = ImpactMeasured(**command.model_dump(exclude={"text"}), text=Sealed.of(command.text))
    if not command.embedded:
        return [measured, reopened(action, "not embedded")]
    last = command.after == "twelve months"  # the first was good, or it would have been re-opened
    return [measured, *([ActionEmbedded(action=command.action)] if last else [])]


def _not_too_early(command: MeasureImpact, action: Action, occasion: Occasion) -> None:
    not_in_the_future(command.measured_on, "measured_on", occasion)
    if command.measured_on < measured_from(action.implemented_on, command.after):
        raise Refused("too-early", f"{command.after.capitalize()} after it was done have not passed yet.")
