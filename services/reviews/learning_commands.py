"""What can be asked about learning: findings, recommendations, actions and their proof, briefings, audits."""

from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Code, Day, Name, Reasons
from shared.events.learning import After, EvidenceKind, Method, Step, Use

Some = Annotated[tuple[Code, ...], Field(min_length=1, max_length=100)]
Any_ = Annotated[tuple[Code, ...], Field(max_length=100)]
Organisations = Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]
Aspects = Annotated[tuple[Name, ...], Field(max_length=20)]
Sha256 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]


class RecordFinding(Command):
    """Something was learned: under a theme of the kept vocabulary, and whose practice it is about."""

    finding: Code
    theme: Name
    aspects: Aspects = ()
    organisations: Organisations
    found_on: Day
    text: Reasons


class IssueRecommendation(Command):
    """A recommendation that is in no accepted report, with its owner, its date and the findings it answers."""

    recommendation: Code
    owner: Name
    due_on: Day
    findings: Some
    text: Reasons


class LinkRecommendation(Command):
    """Say which findings a recommendation answers."""

    recommendation: Code
    findings: Some


class ProposeAction(Command):
    """Ask an organisation to do something about a recommendation, by a date."""

    action: Code
    recommendation: Code
    owner: Name
    due_on: Day
    text: Reasons


class AgreeAction(Command):
    """The owner accepts the action."""

    action: Code


class RejectAction(Command):
    """The owner will not do it, with the reasons."""

    action: Code
    reasons: Reasons


class StartAction(Command):
    """The action is in progress; for one that was re-opened, with the date by which it is to be done now."""

    action: Code
    due_on: Day | None = None


class ClaimImplemented(Command):
    """The owner says that it is done. It counts for nothing more than that."""

    action: Code
    implemented_on: Day


class AddEvidence(Command):
    """Show that it was done. `evidence` is the owner's reference of it."""

    action: Code
    evidence: Code
    kind: EvidenceKind
    document_hash: Sha256 = ""
    text: Reasons


class VerifyAction(Command):
    """Somebody of another organisation, who did not claim it, looked; not confirmed, it is re-opened."""

    action: Code
    organisation: Name
    verified_on: Day
    method: Method
    confirmed: bool
    text: Reasons


class MeasureImpact(Command):
    """Six and twelve months after it was done: has it taken hold? If not, it is re-opened."""

    action: Code
    after: After
    measured_on: Day
    embedded: bool
    text: Reasons


class ReopenAction(Command):
    """Somebody has reason to think that it did not last."""

    action: Code
    reasons: Reasons


class ConfirmRecurrence(Command):
    """This finding is that earlier one again: what was done about it is re-opened."""

    finding: Code
    earlier_case: Code
    earlier_finding: Code
    reasons: Reasons


class DismissRecurrence(Command):
    """It only looks alike."""

    finding: Code
    earlier_case: Code
    earlier_finding: Code
    reasons: Reasons


class DisseminateBriefing(Command):
    """Record who was given a briefing, and when."""

    briefing: Code
    organisations: Organisations
    sent_on: Day


class AnswerBriefing(Command):
    """An organisation says what it did with a briefing."""

    briefing: Code
    organisation: Name
    use: Use
    people_reached: Annotated[int, Field(ge=0, le=1_000_000)]
    answered_on: Day
    text: Reasons


class PlanAudit(Command):
    """Somebody will look at practice: at these actions, or at a theme."""

    audit: Code
    theme: Name
    actions: Any_ = ()
    organisation: Name
    planned_for: Day
    text: Reasons


class ConcludeAudit(Command):
    """What the audit found; actions that it found not to hold are re-opened."""

    audit: Code
    done_on: Day
    not_embedded: Any_ = ()
    text: Reasons


class ReopenForRecurrence(Command):
    """From a reaction: a finding of this case was confirmed to be there again in another."""

    finding: str
    in_case: str
    by_finding: str


class RemindOfAction(Command):
    """From the worker: it is time."""

    action: str
    step: Step


FINDINGS = (RecordFinding, IssueRecommendation, LinkRecommendation)
ACTIONS = (
    ProposeAction,
    AgreeAction,
    RejectAction,
    StartAction,
    ClaimImplemented,
    AddEvidence,
    VerifyAction,
    MeasureImpact,
    ReopenAction,
)
RECURRENCES = (ConfirmRecurrence, DismissRecurrence)  # by routes that look whether the rule finds them
SPREADING = (DisseminateBriefing, AnswerBriefing, PlanAudit, ConcludeAudit)
LEARNING = (*FINDINGS, *ACTIONS, *SPREADING)
UNASKED = (ReopenForRecurrence, RemindOfAction)
