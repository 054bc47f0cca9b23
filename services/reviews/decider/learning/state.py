"""Learning on one case as its own events tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, TypeVar

from shared.decider import Refused
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
    AuditConcluded,
    AuditPlanned,
    BriefingAnswered,
    BriefingDisseminated,
    EvidenceAdded,
    FindingRecorded,
    FindingRecurred,
    ImpactMeasured,
    LearningReminderRaised,
    RecommendationIssued,
    RecommendationLinked,
    RecurrenceConfirmed,
    RecurrenceDismissed,
)
from shared.events.reviews import PracticeReviewInitiated, RapidReviewOpened, ReportAccepted

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
class Recommendation:
    owner: str
    due_on: date
    findings: frozenset[str] = frozenset()


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


@dataclass(frozen=True)
class Briefing:
    sent_on: date
    answers: frozenset[tuple[object, ...]] = frozenset()


@dataclass(frozen=True)
class Audit:
    planned: AuditPlanned
    concluded: AuditConcluded | None = None


Recurrence = tuple[str, str, str]  # the finding; the earlier case and its finding


@dataclass(frozen=True)
class Learning:
    """One per case; all by their references. `recurred`: (our finding, the other case, its finding)."""

    open: bool = False
    findings: Mapping[str, FindingRecorded] = field(default_factory=dict)
    recommendations: Mapping[str, Recommendation] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    settled: Mapping[Recurrence, bool] = field(default_factory=dict)  # whether it was confirmed
    recurred: frozenset[tuple[str, str, str]] = frozenset()
    briefings: Mapping[tuple[str, str], Briefing] = field(default_factory=dict)  # briefing, organisation
    audits: Mapping[str, Audit] = field(default_factory=dict)


T = TypeVar("T")


def known(kind: str, found: Mapping[str, T], reference: str) -> T:
    """What has that reference on this case. Raises Refused."""
    if reference not in found:
        raise Refused(f"no-such-{kind}", f"There is no {kind} with this reference on the case.")
    return found[reference]


def evolve(learning: Learning, event: Event) -> Learning:
    match event:
        case RapidReviewOpened() | PracticeReviewInitiated():
            return replace(learning, open=True)
        case ReportAccepted():
            return _report(learning, event)
        case FindingRecorded(finding=reference):
            return replace(learning, findings={**learning.findings, reference: event})
        case RecommendationIssued() | RecommendationLinked():
            return _recommendation(learning, event)
        case RecurrenceConfirmed() | RecurrenceDismissed():
            key = (event.finding, event.earlier_case, event.earlier_finding)
            settled = {**learning.settled, key: isinstance(event, RecurrenceConfirmed)}
            return replace(learning, settled=settled)
        case FindingRecurred(finding=finding, in_case=case, by_finding=by):
            return replace(learning, recurred=learning.recurred | {(finding, case, by)})
        case BriefingDisseminated() | BriefingAnswered():
            return _briefing(learning, event)
        case AuditPlanned(audit=reference):
            return replace(learning, audits={**learning.audits, reference: Audit(event)})
        case AuditConcluded(audit=reference):
            concluded = replace(learning.audits[reference], concluded=event)
            return replace(learning, audits={**learning.audits, reference: concluded})
        case _:
            return _action(learning, event)


def _report(learning: Learning, event: ReportAccepted) -> Learning:
    """Its recommendations have R1, R2 and so on, in its order."""
    made = {
        f"R{number}": Recommendation(each.owner, each.due_on)
        for number, each in enumerate(event.recommendations, 1)
    }
    return replace(learning, open=True, recommendations={**learning.recommendations, **made})


def _recommendation(learning: Learning, event: RecommendationIssued | RecommendationLinked) -> Learning:
    if isinstance(event, RecommendationIssued):
        new = Recommendation(event.owner, event.due_on, frozenset(event.findings))
    else:
        old = learning.recommendations[event.recommendation]
        new = replace(old, findings=old.findings | set(event.findings))
    return replace(learning, recommendations={**learning.recommendations, event.recommendation: new})


def _briefing(learning: Learning, event: BriefingDisseminated | BriefingAnswered) -> Learning:
    key = event.briefing, event.organisation
    if isinstance(event, BriefingDisseminated):
        now = Briefing(event.sent_on)
    else:
        before = learning.briefings[key]
        now = replace(before, answers=before.answers | {answer_of(event)})
    return replace(learning, briefings={**learning.briefings, key: now})


def answer_of(it: Any) -> tuple[object, ...]:
    """What is plain of an answer, told or asked: by it a repeat is known."""
    return it.use, it.people_reached, it.answered_on


def _action(learning: Learning, event: Event) -> Learning:
    if isinstance(event, ActionProposed):
        return replace(learning, actions={**learning.actions, event.action: Action(event)})
    reference = getattr(event, "action", "")
    if reference not in learning.actions:
        return learning  # another decider's event
    changed = _changed(learning.actions[reference], event)
    return replace(learning, actions={**learning.actions, reference: changed})


def _changed(action: Action, event: Event) -> Action:
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
