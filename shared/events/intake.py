"""Facts owned by intake. Topic: intake.events."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.events import backdating, calendar, duties, keeping, need
from shared.events.agencies import AGENCIES
from shared.events.amendments import AMENDMENTS
from shared.events.base import QUARANTINE, Event, Vocabulary
from shared.events.canary import CanarySent
from shared.events.merging import MERGING
from shared.events.openings import OPENINGS
from shared.events.report import Child as Child
from shared.events.report import Harm as Harm
from shared.events.report import Outcome as Outcome
from shared.events.report import Precision as Precision
from shared.events.report import ReportDetails as ReportDetails
from shared.events.report import ReportedBy as ReportedBy
from shared.events.report import TriggerClass as TriggerClass
from shared.events.scanned import DocumentScanned
from shared.events.telling import TELLING
from shared.sealed import Sealed

Suspicion = Literal["known", "suspected"]
Limb = Literal["in area", "resident here, outside England"]
PartnerView = Literal["notify", "do not notify", "no view"]
Country = Literal["England", "Scotland", "Wales", "Northern Ireland", "elsewhere"]
Connection = Literal["home", "incident"]  # where the child normally lives; where it happened
ReopenedBecause = Literal["new information", "criteria met", "classified otherwise"]
WokenBecause = Literal["an officer", "new information", "decided", "the due date moved"]


class IncidentReported(Event):
    """A partner agency told us that a child died or was seriously harmed. Each report opens an incident."""

    reported_by: ReportedBy
    la_code: str  # where the incident took place, or where the child lives if outside England
    harm: Harm
    incident_on: date | None
    incident_precision: Precision
    agency_aware_at: AwareDatetime  # never starts the authority's clock
    children: int
    flags: tuple[str, ...] = ()  # oddities an officer should look at; never a reason to refuse
    details: Sealed[ReportDetails]
    report_version: str = "v1"  # of the type that the agency sent


class ReportTested(Event):
    """An agency tried its way to us: nobody acts on this, and nothing of what it tells about people is kept."""

    reported_by: ReportedBy
    la_code: str
    harm: Harm
    children: int
    flags: tuple[str, ...] = ()  # that it would have been taken in with


class AuthorityBecameAware(Event):
    """When the authority, as a body, knew of the incident; out-of-hours knowledge counts."""

    reported_by: ReportedBy
    incident_aware_at: AwareDatetime
    channel: str


class NotifiableCriteriaMet(Event):
    """Both limbs of s16C are known: death or serious harm, and abuse or neglect known or suspected."""

    limb: Limb
    suspicion: Suspicion
    criteria_met_at: AwareDatetime


class AwarenessCorrected(Event):
    """Another time for when the authority became aware. The old one, and the date counted from it, are kept.

    `due_on` is when a notification is due by the times as they now stand; none where nobody can count from them.
    """

    previous: AwareDatetime
    incident_aware_at: AwareDatetime
    previous_clock_starts_at: AwareDatetime
    clock_starts_at: AwareDatetime
    previous_due_on: date | None
    due_on: date | None
    reason: Sealed[str]


class CriteriaMetCorrected(Event):
    """Another time for when the criteria were met; the rest as in AwarenessCorrected."""

    previous: AwareDatetime
    criteria_met_at: AwareDatetime
    previous_clock_starts_at: AwareDatetime
    clock_starts_at: AwareDatetime
    previous_due_on: date | None
    due_on: date | None
    reason: Sealed[str]


class PartnerAwarenessRecorded(Event):
    """When another agency knew of the incident. Shown, and never the start of the authority's clock."""

    partner: str
    aware_at: AwareDatetime


class ConcernedAuthority(BaseModel):
    """Another English authority that is to be told, and what it has to do with the child."""

    model_config = ConfigDict(frozen=True)

    la_code: str
    connection: Connection


class JurisdictionRecorded(Event):
    """Where it happened and where the child normally lives: whose the duty to notify is (s16C(1)).

    (a) The authority in whose area it happened; (b) outside England, the one where the child normally lives.
    """

    country: Country
    incident_la_code: str | None
    residence_la_code: str | None
    limb: Limb
    held_by: str | None  # none: no English authority holds it
    ours: bool
    to_be_told: tuple[ConcernedAuthority, ...]


class TriggerClassified(Event):
    """Which class the incident is of, and the facts that make it so. Ages are of the day it happened."""

    trigger_class: TriggerClass
    suspicion: Suspicion | None  # none: abuse or neglect neither known nor suspected
    looked_after: bool
    care_leaver: bool
    under_18: bool
    under_25: bool


class PartnerConsulted(Event):
    """A safeguarding partner's view of whether to notify. The authority decides, with or without it."""

    partner: str
    view: PartnerView
    consulted_at: AwareDatetime


class NewInformationReceived(Event):
    """Something that was not known before. After a decision not to notify, it opens the case again."""

    told_by: str  # an organisation's or a person's id
    received_at: AwareDatetime
    information: Sealed[str]


class DecisionReopened(Event):
    """Considered and not notified, and now to be decided anew."""

    because: ReopenedBecause


class NotifyDecided(Event):
    """The authority decided to notify. The clock runs from `clock_starts_at`, the later of its two times.

    Grounds stood in the clear once, in `grounds`; they are an officer's own words, so now they are sealed.
    """

    reported_by: ReportedBy
    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime
    incident_aware_at: AwareDatetime
    grounds: str
    authority: str  # the decision-maker's office
    partner_views: dict[str, PartnerView]
    reasons: Sealed[str]
    stated_grounds: Sealed[str] | None = None
    looked_after: bool = False  # as far as it was recorded; a later fact is an event of its own
    died: bool = False
    to_be_told: tuple[ConcernedAuthority, ...] = ()


class NotNotifyDecided(Event):
    """Considered and not notified: a decision like any other, with its reasons. Grounds as in NotifyDecided."""

    reported_by: ReportedBy
    trigger_class: TriggerClass
    grounds: str
    authority: str
    partner_views: dict[str, PartnerView]
    reasons: Sealed[str]
    stated_grounds: Sealed[str] | None = None
    local_learning: bool = False  # the partners look into it all the same, without the national bodies


class ReclassificationProposed(Event):
    """The first of two signatures: the notification should stand on another footing, or in class D on none."""

    proposal: UUID
    proposed_by: str
    asked: str | None  # whose signature is hoped for; anybody else's is as good
    previous: TriggerClass
    trigger_class: TriggerClass
    reasons: Sealed[str]


class ReclassificationDeclined(Event):
    """No second signature: the incident stays in its class."""

    proposal: UUID
    reasons: Sealed[str]


class IncidentReclassified(Event):
    """The notification stands on another footing, or on none. From A it ends a rapid review.

    `clock_starts_at` is what a duty that now arises runs from; none arises in class D. `second_signature` was
    once what somebody typed; with a `proposal` it is the person who confirmed it. `reported_by` is whom to tell;
    earlier releases said nobody.
    """

    previous: TriggerClass
    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime | None = None
    second_signature: str
    reasons: Sealed[str]
    proposal: UUID | None = None
    proposed_by: str = ""
    reported_by: ReportedBy | None = None


class ChildDied(Event):
    """A child who was reported as seriously harmed died: a child death review is due, whatever else is."""

    known_at: AwareDatetime


class CaseAssigned(Event):
    """Whose case it is, and who sees to it when that officer is away."""

    officer: str
    deputy: str | None


class CaseSnoozed(Event):
    """Off the worklist until that day, which is never after what is due next."""

    until_on: date
    due_on: date
    reason: Sealed[str]


class SnoozeEnded(Event):
    """Back on the worklist before its day."""

    because: WokenBecause


class AbsenceRecorded(Event):
    """An officer is away, from the first to the last of these days, and this deputy is not."""

    absence: UUID
    officer: str
    deputy: str
    from_on: date
    until_on: date


class AbsenceEnded(Event):
    """The officer is back before that, or was never away."""

    absence: UUID


class ReportAcknowledged(Event):
    """To the agency: we have it, and this is our reference."""

    reported_by: ReportedBy
    case: str
    test: bool = False  # it was one, and `case` is no case


class ReportScreened(Event):
    """To the agency: an officer of the authority has looked at it."""

    reported_by: ReportedBy
    case: str


class OutcomeTold(Event):
    """To the agency: what came of it, as far as that agency may know; once more when that has changed.

    v1 knew the national Panel alone, and told of it whatever the class was.
    """

    VERSION: ClassVar[int] = 2
    reported_by: ReportedBy
    case: str
    outcome: Outcome


class ReportRefused(Event):
    """To the agency: this record could not be taken in; an officer will look at it, unless it was a test."""

    quarantine: UUID  # of a test nothing is set aside: then it only tells one refusal from another
    offset: int  # of the record, on the agency's own topic
    reason: str
    pointer: str
    test: bool = False


INTAKE = Vocabulary.of(
    "intake",
    IncidentReported,
    ReportTested,
    AuthorityBecameAware,
    NotifiableCriteriaMet,
    AwarenessCorrected,
    CriteriaMetCorrected,
    PartnerAwarenessRecorded,
    JurisdictionRecorded,
    TriggerClassified,
    PartnerConsulted,
    NewInformationReceived,
    DecisionReopened,
    NotifyDecided,
    NotNotifyDecided,
    ReclassificationProposed,
    ReclassificationDeclined,
    IncidentReclassified,
    ChildDied,
    CaseAssigned,
    CaseSnoozed,
    SnoozeEnded,
    AbsenceRecorded,
    AbsenceEnded,
    ReportAcknowledged,
    ReportScreened,
    OutcomeTold,
    ReportRefused,
    *MERGING,
    *AMENDMENTS,
    DocumentScanned,
    *AGENCIES,
    *backdating.EVENTS,
    *calendar.EVENTS,
    *OPENINGS,
    *TELLING,
    *keeping.EVENTS,
    *need.EVENTS,
    CanarySent,
    *QUARANTINE,
    *duties.EVENTS,
    upcasters={"cspr.intake.outcome-told.v1": dict, **duties.upcasters("intake")},
)
