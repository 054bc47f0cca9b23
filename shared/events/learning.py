"""What was learned, what was asked of whom because of it, and whether it took hold. Said by reviews.

Everything here has a short reference that is unique within its case: F1, R2, A2.1. A report's recommendations have
R1, R2 and so on, in the report's order; what national findings ask for here has N1, N2. Claimed, evidenced,
verified and embedded are different things.
"""

from datetime import date
from typing import Literal

from shared.events.base import Event
from shared.sealed import Sealed

EvidenceKind = Literal["document", "data", "audit", "practitioners' feedback", "families' feedback"]
Method = Literal["audit", "records", "observation", "conversations"]
After = Literal["six months", "twelve months"]
Because = Literal["not verified", "not embedded", "audit", "finding recurred", "decided"]
Use = Literal["team discussion", "supervision", "training", "policy changed", "not used yet"]
ReadFor = Literal[
    "assurance", "carrying out an action", "audit", "briefing", "review", "yearly report", "subject access"
]
Step = Literal["due soon", "overdue", "measure at six months", "measure at twelve months"]


class FindingRecorded(Event):
    """Something was learned. `organisations` are those whose practice it is about."""

    finding: str
    theme: str  # from the kept vocabulary, as are its aspects
    aspects: tuple[str, ...]
    vocabulary: str  # the edition that they are from
    organisations: tuple[str, ...]
    found_on: date
    text: Sealed[str]


class RecommendationIssued(Event):
    """A recommendation that is in no accepted report: of a rapid review, an audit or the Panel."""

    recommendation: str
    owner: str  # an organisation
    due_on: date
    findings: tuple[str, ...]
    text: Sealed[str]


class RecommendationLinked(Event):
    """Which findings a recommendation answers."""

    recommendation: str
    findings: tuple[str, ...]


class ActionProposed(Event):
    """What an organisation is asked to do about a recommendation, by when."""

    action: str
    recommendation: str
    owner: str  # an organisation
    due_on: date
    text: Sealed[str]


class ActionAgreed(Event):
    """Its owner accepts it."""

    action: str


class ActionRejected(Event):
    """Its owner will not do it, and says why."""

    action: str
    reasons: Sealed[str]


class ActionStarted(Event):
    """It is in progress; after it was re-opened, once more, and perhaps with another date."""

    action: str
    due_on: date | None = None


class ActionImplemented(Event):
    """Its owner claims that it is done. A claim is no evidence."""

    action: str
    implemented_on: date
    claimed_by: str


class EvidenceAdded(Event):
    """Something that shows it. The document itself stays with its owner."""

    action: str
    evidence: str
    kind: EvidenceKind
    document_hash: str  # SHA-256; empty when it is no document
    text: Sealed[str]


class ActionVerified(Event):
    """Somebody of another organisation, who did not claim it, looked and found it done. Not yet: it took hold."""

    action: str
    organisation: str  # who looked
    verified_on: date
    verified_by: str
    method: Method
    text: Sealed[str]


class ImpactMeasured(Event):
    """Whether it took hold, six or twelve months after it was done."""

    action: str
    after: After
    measured_on: date
    embedded: bool
    text: Sealed[str]


class ActionEmbedded(Event):
    """Found to have taken hold at six and at twelve months."""

    action: str


class ActionReopened(Event):
    """It did not take hold, or not for good: to be started again. What was claimed before no longer counts."""

    action: str
    because: Because
    times: int  # how often, this time included
    reasons: Sealed[str] | None = None
    in_case: str = ""  # where the finding recurred
    by_finding: str = ""  # there


class RecurrenceConfirmed(Event):
    """A person says that this finding is an earlier one again: what was done about that one did not last."""

    finding: str
    earlier_case: str
    earlier_finding: str
    reasons: Sealed[str]


class RecurrenceDismissed(Event):
    """A person says that it only looks alike."""

    finding: str
    earlier_case: str
    earlier_finding: str
    reasons: Sealed[str]


class FindingRecurred(Event):
    """Told to the earlier case: its finding is there again, in another."""

    finding: str
    in_case: str
    by_finding: str  # there


class BriefingDisseminated(Event):
    """An organisation was given a briefing."""

    briefing: str
    organisation: str
    sent_on: date


class BriefingAnswered(Event):
    """What the organisation did with it."""

    briefing: str
    organisation: str
    use: Use
    people_reached: int
    answered_on: date
    text: Sealed[str]


class AuditPlanned(Event):
    """Somebody will look at practice, for these actions or a theme."""

    audit: str
    theme: str
    actions: tuple[str, ...]
    organisation: str  # who looks
    planned_for: date
    text: Sealed[str]


class AuditConcluded(Event):
    """What the audit found. Actions that it found not to hold are re-opened."""

    audit: str
    done_on: date
    not_embedded: tuple[str, ...]
    text: Sealed[str]


class LearningReminderRaised(Event):
    """An action's date is near or past, or it is time to measure."""

    action: str
    step: Step
    due_on: date


class LearningOpened(Event):
    """Somebody opened the texts of what was learned on a case, and what for. Its stream is opening/<case>."""

    case: str
    purpose: ReadFor


EVENTS = (
    FindingRecorded,
    RecommendationIssued,
    RecommendationLinked,
    ActionProposed,
    ActionAgreed,
    ActionRejected,
    ActionStarted,
    ActionImplemented,
    EvidenceAdded,
    ActionVerified,
    ImpactMeasured,
    ActionEmbedded,
    ActionReopened,
    RecurrenceConfirmed,
    RecurrenceDismissed,
    FindingRecurred,
    BriefingDisseminated,
    BriefingAnswered,
    AuditPlanned,
    AuditConcluded,
    LearningReminderRaised,
    LearningOpened,
)
