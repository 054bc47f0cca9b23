"""Facts owned by intake. Topic: intake.events."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.agencies import AGENCIES
from shared.events.amendments import AMENDMENTS
from shared.events.base import QUARANTINE, Event, Vocabulary
from shared.events.merging import MERGING
from shared.events.report import Child as Child
from shared.events.report import Harm as Harm
from shared.events.report import Precision as Precision
from shared.events.report import ReportDetails as ReportDetails
from shared.events.report import ReportedBy as ReportedBy
from shared.sealed import Sealed

Suspicion = Literal["known", "suspected"]
Limb = Literal["in area", "resident here, outside England"]
# A: abuse or neglect known or suspected. B: a looked-after child's death without. C: a care leaver's. D: none.
TriggerClass = Literal["A", "B", "C", "D"]
Outcome = Literal["to be notified to the national Panel", "considered and not notified"]
PartnerView = Literal["notify", "do not notify", "no view"]


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


class NotifyDecided(Event):
    """The authority decided to notify. The clock runs from `clock_starts_at`, the later of its two times."""

    reported_by: ReportedBy
    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime
    incident_aware_at: AwareDatetime
    grounds: str
    authority: str  # the decision-maker's office
    partner_views: dict[str, PartnerView]
    reasons: Sealed[str]


class NotNotifyDecided(Event):
    """Considered and not notified: a decision like any other, with its reasons."""

    reported_by: ReportedBy
    trigger_class: TriggerClass
    grounds: str
    authority: str
    partner_views: dict[str, PartnerView]
    reasons: Sealed[str]


class IncidentReclassified(Event):
    """The notification stands on another footing, or on none. From A it ends a rapid review.

    `clock_starts_at` is what a duty that now arises runs from; none arises in class D.
    """

    previous: TriggerClass
    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime | None = None
    second_signature: str
    reasons: Sealed[str]


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
    """To the agency: what came of it, as far as that agency may know."""

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
    NotifyDecided,
    NotNotifyDecided,
    IncidentReclassified,
    ReportAcknowledged,
    ReportScreened,
    OutcomeTold,
    ReportRefused,
    *MERGING,
    *AMENDMENTS,
    *AGENCIES,
    *QUARANTINE,
)
