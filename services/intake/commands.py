"""What intake can be asked to do."""

from datetime import datetime
from operator import not_
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.intake import backdating, casework
from services.intake.report import Report
from shared.decider import Command
from shared.duties import life as duties
from shared.edge import Code, Instant, Line, Name, Reasons, Text
from shared.events.intake import Limb, Outcome, PartnerView, ReportedBy, Suspicion, TriggerClass

PartnerViews = Annotated[dict[Code, PartnerView], Field(max_length=20)]


class RecordReport(Command):
    """A partner agency's report, from its topic or over HTTP."""

    report: Report


class RecordAwareness(Command):
    """When the authority, as a body, became aware of the incident. Out-of-hours knowledge counts.

    Recorded after the notification's day has passed, or for a death after the 48 hours of the child death review,
    it counts at once, and awaits a second person.
    """

    incident_aware_at: Instant
    channel: Line
    # Needed before a second person can confirm what was recorded so late; kept sealed. Left out where nobody says
    # it: what was asked before there was such a field is the same request when it is repeated.
    late_because: Text = Field(default="", exclude_if=not_)


class RecordCriteriaMet(Command):
    """Both limbs of section 16C are known: harm or death here, and abuse or neglect known or suspected.

    Recorded after the notification's day has passed: as in RecordAwareness.
    """

    limb: Limb
    suspicion: Suspicion
    criteria_met_at: Instant
    late_because: Text = Field(default="", exclude_if=not_)


class DecideToNotify(Command):
    """The authority's decision to notify, with its grounds, reasons and the partners' views.

    Views recorded when a partner was consulted need not be repeated; one given here counts before those.
    """

    trigger_class: Literal["A", "B", "C"] = "A"
    grounds: Name
    authority: Name
    partner_views: PartnerViews = Field(default_factory=dict)
    reasons: Reasons


class DecideNotToNotify(Command):
    """Considered and not notified: with grounds and reasons, like any decision."""

    trigger_class: TriggerClass = "D"
    grounds: Name
    authority: Name
    partner_views: PartnerViews = Field(default_factory=dict)
    reasons: Reasons
    local_learning: bool = False


class CountTakenOver(Command):
    """From a reaction: what a case that was merged into this one knew, and when."""

    incident_aware_at: datetime | None = None
    died_known_at: datetime | None = None


class CountReleased(Command):
    """From a reaction: a case was parted from this one, which has its own awareness again."""


class SetDutiesAside(Command):
    """From a reaction: this case was merged into another."""


class TakeUpDuties(Command):
    """From a reaction: the merge was undone."""


class TellAgency(Command):
    """From a reaction: what the agency that reported may know."""

    reported_by: ReportedBy
    case: str
    news: Literal["received", "screened"] | Outcome


class TellOfTest(Command):
    """From a reaction: a test of this agency would have been taken in."""

    reported_by: ReportedBy
    case: str


class TellRefusal(Command):
    """From a reaction: a record of this agency could not be taken in."""

    quarantine: UUID
    offset: int
    reason: str
    pointer: str


class TellTestRefusal(TellRefusal):
    """A test of this agency would have been refused. Nothing of it is set aside."""


OFFICERS = (
    RecordAwareness,
    RecordCriteriaMet,
    DecideToNotify,
    DecideNotToNotify,
    *casework.OF_A_CASE,
    *backdating.OFFICERS,
    *duties.OFFICERS,
)
