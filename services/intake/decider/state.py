"""An incident as its own events tell it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
    Clock,
)
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    CaseAssigned,
    CaseSnoozed,
    ChildDied,
    CriteriaMetCorrected,
    DecisionReopened,
    Harm,
    IncidentReclassified,
    IncidentReported,
    JurisdictionRecorded,
    NewInformationReceived,
    NotifiableCriteriaMet,
    NotifyDecided,
    NotNotifyDecided,
    PartnerAwarenessRecorded,
    PartnerConsulted,
    PartnerView,
    ReclassificationDeclined,
    ReclassificationProposed,
    ReportedBy,
    ReportTested,
    SnoozeEnded,
    TriggerClass,
    TriggerClassified,
)
from shared.events.merging import CaseMerged, CaseReleased, MergeUndone
from shared.events.telling import AUTHORITY

Signed = Literal["confirmed", "refused", "lapsed"]
Decision = Literal["none", "notify", "do not notify", "reopened"]


@dataclass(frozen=True)
class Incident:
    """`settled` are the proposals that were confirmed or declined, and which of the two it was. `backdatings` are
    the times that await a second signature, and `signed` what became of those that did. `late`: recorded late, and
    overtaken before anybody had signed; `set_aside`: what waited when the case was merged.
    """

    reported_by: ReportedBy | None = None
    is_a_test: bool = False
    harm: Harm | None = None
    incident_on: date | None = None
    aware_at: datetime | None = None
    criteria_met_at: datetime | None = None
    backdatings: Mapping[Clock, BackdatingProposed] = field(default_factory=dict)
    signed: Mapping[UUID, Signed] = field(default_factory=dict)
    late: Mapping[Clock, BackdatingProposed] = field(default_factory=dict)
    set_aside: Mapping[Clock, BackdatingProposed] = field(default_factory=dict)
    partners_aware: Mapping[str, datetime] = field(default_factory=dict)
    jurisdiction: JurisdictionRecorded | None = None
    classified: TriggerClassified | None = None
    views: Mapping[str, PartnerView] = field(default_factory=dict)
    decision: Decision = "none"
    trigger_class: TriggerClass | None = None
    information: Set[tuple[str, datetime]] = frozenset()
    proposal: ReclassificationProposed | None = None
    settled: Mapping[UUID, Literal["confirmed", "declined"]] = field(default_factory=dict)
    died_known_at: datetime | None = None
    officer: str | None = None
    deputy: str | None = None
    snoozed_until: date | None = None
    death_review: UUID | None = None  # the newest duty to the child death overview panel
    duties: Duties = field(default_factory=dict)
    merged_into: str = ""

    @property
    def died(self) -> bool:
        return self.harm == "death" or self.died_known_at is not None

    @property
    def death_review_duty(self) -> Duty | None:
        return self.duties.get(self.death_review) if self.death_review else None


def evolve(incident: Incident, event: Event) -> Incident:
    match event:
        case IncidentReported(reported_by=by, harm=harm, incident_on=day):
            return replace(incident, reported_by=by, harm=harm, incident_on=day)
        case ReportTested(reported_by=by):
            return replace(incident, reported_by=by, is_a_test=True)
        case ChildDied(known_at=at):
            return replace(incident, died_known_at=at)
        case DutyArose(duty=duty, owed_to=to):
            review = incident.death_review if to.startswith(AUTHORITY) else duty
            return replace(incident, death_review=review, duties=duties.evolve(incident.duties, event))
    return _clocks(incident, event)


def _clocks(incident: Incident, event: Event) -> Incident:
    match event:
        case AuthorityBecameAware(incident_aware_at=at) | AwarenessCorrected(incident_aware_at=at):
            return replace(incident, aware_at=at)
        case NotifiableCriteriaMet(criteria_met_at=at) | CriteriaMetCorrected(criteria_met_at=at):
            return replace(incident, criteria_met_at=at)
        case BackdatingProposed(clock=clock):
            late = incident.late if event.previous else _without(incident.late, clock)
            set_aside = _without(incident.set_aside, clock)
            waiting = {**incident.backdatings, clock: event}
            return replace(incident, backdatings=waiting, late=late, set_aside=set_aside)
        case BackdatingConfirmed() | BackdatingRefused() | BackdatingLapsed():
            return _signed(incident, event)
        case PartnerAwarenessRecorded(partner=partner, aware_at=at):
            return replace(incident, partners_aware={**incident.partners_aware, partner: at})
        case JurisdictionRecorded():
            return replace(incident, jurisdiction=event)
        case TriggerClassified():
            return replace(incident, classified=event)
    return _decision(incident, event)


def _signed(incident: Incident, event: BackdatingConfirmed | BackdatingRefused | BackdatingLapsed) -> Incident:
    clock, waited = event.clock, incident.backdatings.get(event.clock)
    how: Signed = "lapsed"
    late, set_aside = incident.late, incident.set_aside
    match event:
        case BackdatingConfirmed():
            how, late = "confirmed", _without(late, clock)
        case BackdatingRefused():
            how = "refused"
        case BackdatingLapsed(because=because) if waited:
            late = late if waited.previous else {**late, clock: waited}
            set_aside = {**set_aside, clock: waited} if because == "merged" else set_aside
    waiting = _without(incident.backdatings, clock)
    signed = {**incident.signed, event.proposal: how}
    return replace(incident, backdatings=waiting, signed=signed, late=late, set_aside=set_aside)


def _without(proposals: Mapping[Clock, BackdatingProposed], clock: Clock) -> dict[Clock, BackdatingProposed]:
    return {other: it for other, it in proposals.items() if other != clock}


def _decision(incident: Incident, event: Event) -> Incident:
    match event:
        case PartnerConsulted(partner=partner, view=view):
            return replace(incident, views={**incident.views, partner: view})
        case NotifyDecided(trigger_class=trigger_class):
            return replace(incident, trigger_class=trigger_class, decision="notify")
        case NotNotifyDecided(trigger_class=trigger_class):
            return replace(incident, trigger_class=trigger_class, decision="do not notify")
        case NewInformationReceived(told_by=told_by, received_at=at):
            return replace(incident, information=incident.information | {(told_by, at)})
        case DecisionReopened():
            return replace(incident, decision="reopened")
        case ReclassificationProposed():
            return replace(incident, proposal=event)
        case ReclassificationDeclined(proposal=id_):
            return replace(incident, proposal=None, settled={**incident.settled, id_: "declined"})
        case IncidentReclassified(trigger_class=trigger_class, proposal=confirmed):
            settled = {**incident.settled, confirmed: "confirmed"} if confirmed else incident.settled
            return replace(incident, trigger_class=trigger_class, proposal=None, settled=settled)
    return _worklist(incident, event)


def _worklist(incident: Incident, event: Event) -> Incident:
    match event:
        case CaseAssigned(officer=officer, deputy=deputy):
            return replace(incident, officer=officer, deputy=deputy)
        case CaseSnoozed(until_on=day):
            return replace(incident, snoozed_until=day)
        case SnoozeEnded():
            return replace(incident, snoozed_until=None)
        case CaseMerged(into=into):
            return replace(incident, merged_into=into)
        case MergeUndone():
            return replace(incident, merged_into="")
        case CaseReleased(incident_aware_at=at):
            return replace(incident, aware_at=at)
    return replace(incident, duties=duties.evolve(incident.duties, event))
