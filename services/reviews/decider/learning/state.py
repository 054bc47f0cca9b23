"""Learning on one case as its own events tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from services.reviews.decider.learning.action import Action, changed
from shared.decider import Refused
from shared.events.base import Event
from shared.events.learning import (
    ActionProposed,
    AuditConcluded,
    AuditPlanned,
    BriefingAnswered,
    BriefingDisseminated,
    FindingRecorded,
    FindingRecurred,
    RecommendationIssued,
    RecommendationLinked,
    RecurrenceConfirmed,
    RecurrenceDismissed,
)
from shared.events.practice import LocalAction, NationalFindingsReceived
from shared.events.reviews import PracticeReviewInitiated, RapidReviewOpened, ReportAccepted
from shared.events.reviews import Recommendation as ReportedRecommendation


@dataclass(frozen=True)
class Recommendation:
    owner: str
    due_on: date
    findings: frozenset[str] = frozenset()


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
        case ReportAccepted(recommendations=made):
            return _made(learning, "R", made)
        case NationalFindingsReceived(actions=asked):
            return _made(learning, "N", asked)
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


def _made(
    learning: Learning, letter: str, recommendations: Sequence[ReportedRecommendation | LocalAction]
) -> Learning:
    """A report's recommendations have R1, R2 and so on, in its order; what national findings ask for, N1, N2."""
    made = {
        f"{letter}{number}": Recommendation(each.owner, each.due_on)
        for number, each in enumerate(recommendations, 1)
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
    now = changed(learning.actions[reference], event)
    return replace(learning, actions={**learning.actions, reference: now})
