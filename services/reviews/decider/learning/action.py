"""One action as its events tell it: from proposed to embedded, and open again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from shared.events.base import Event
from shared.events.learning import (
    ActionAgreed,
    ActionEmbedded,
    ActionImplemented,
    ActionProposed,
    ActionRejected,
    ActionReopened,
    ActionStarted,
    ActionVerified,
    EvidenceAdded,
    ImpactMeasured,
    LearningReminderRaised,
)

State = Literal[
    "proposed",
    "accepted",
    "rejected",
    "in progress",
    "implemented",
    "evidenced",
    "verified",
    "embedded",
    "re-opened",
]
CLAIMED: tuple[State, ...] = ("implemented", "evidenced", "verified", "embedded")  # somebody says that it is done


@dataclass(frozen=True)
class Action:
    """`measured`, `evidence` and the claim are those since it was last re-opened."""

    proposed: ActionProposed
    state: State = "proposed"
    claimed_by: str = ""
    implemented_on: date = date.min
    verified_on: date = date.min
    evidence: frozenset[str] = frozenset()
    measured: Mapping[str, ImpactMeasured] = field(default_factory=dict)
    reopened: int = 0
    reminded: frozenset[str] = frozenset()
    again_by: date | None = None

    @property
    def due_on(self) -> date:
        """As agreed when it was last started."""
        return self.again_by or self.proposed.due_on


def changed(action: Action, event: Event) -> Action:
    match event:
        case ActionAgreed():
            return replace(action, state="accepted")
        case ActionRejected():
            return replace(action, state="rejected")
        case ActionStarted(due_on=day):
            reminded: frozenset[str] = frozenset() if day else action.reminded  # of another date, anew
            return replace(action, state="in progress", again_by=day or action.again_by, reminded=reminded)
        case ActionImplemented(implemented_on=day, claimed_by=person):
            return replace(action, state="implemented", implemented_on=day, claimed_by=person)
        case EvidenceAdded(evidence=reference):
            state: State = "evidenced" if action.state == "implemented" else action.state
            return replace(action, state=state, evidence=action.evidence | {reference})
        case ActionVerified(verified_on=day):
            return replace(action, state="verified", verified_on=day)
        case ImpactMeasured(after=after):
            return replace(action, measured={**action.measured, after: event})
        case ActionEmbedded():
            return replace(action, state="embedded")
        case ActionReopened(times=times):
            return Action(action.proposed, state="re-opened", reopened=times, again_by=action.again_by)
        case LearningReminderRaised(step=step):
            return replace(action, reminded=action.reminded | {step})
    return action
