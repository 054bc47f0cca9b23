"""An incident, from report to the authority's decision."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.intake.commands import (
    OFFICERS,
    DecideNotToNotify,
    DecideToNotify,
    Reclassify,
    RecordAwareness,
    RecordCriteriaMet,
    RecordReport,
)
from services.intake.report import Report
from shared.calendar import BeyondCalendar, london_date
from shared.decider import Command, Decider, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.intake import (
    AuthorityBecameAware,
    IncidentReclassified,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    NotNotifyDecided,
    ReportedBy,
    ReportTested,
    TriggerClass,
)
from shared.events.merging import CaseMerged, CaseReleased, MergeUndone
from shared.policy import NoPolicyInForce, clock_starts, policy_on
from shared.sealed import Sealed


@dataclass(frozen=True)
class Incident:
    reported_by: ReportedBy | None = None
    is_a_test: bool = False
    aware_at: datetime | None = None
    criteria_met_at: datetime | None = None
    trigger_class: TriggerClass | None = None
    notify: bool = False
    merged_into: str = ""


def decide(command: Command, incident: Incident, occasion: Occasion) -> list[Event]:
    if isinstance(command, RecordReport):
        return _record_report(command, incident, occasion)
    if incident.is_a_test:
        raise Refused("only-a-test", "An agency tried its system with this report: nothing can be decided on it.")
    if incident.reported_by is None:
        raise Refused("no-such-case", "There is no incident with this id.")
    if incident.merged_into:
        raise Refused("merged", "This case was merged into another, and is decided on there.")
    match command:
        case RecordAwareness():
            return _aware(command, incident, incident.reported_by, occasion)
        case RecordCriteriaMet():
            return _criteria_met(command, incident, occasion)
        case DecideToNotify():
            return _notify(command, incident, incident.reported_by)
        case DecideNotToNotify():
            return _do_not_notify(command, incident, incident.reported_by)
        case Reclassify():
            return _reclassify(command, incident, occasion)
    return []


def _record_report(command: RecordReport, incident: Incident, occasion: Occasion) -> list[Event]:
    if incident.reported_by:
        return []
    report = command.report
    if report.test:
        return [_tested(report, occasion)]
    return [
        IncidentReported(
            reported_by=report.reported_by(),
            la_code=report.data.la_code,
            harm=report.data.harm,
            incident_on=report.data.incident_on,
            incident_precision=report.data.incident_precision,
            agency_aware_at=report.data.agency_aware_at,
            children=len(report.data.children),
            flags=report.flags(occasion.at),
            details=Sealed.of(report.details()),
            report_version=report.version(),
        )
    ]


def _tested(report: Report, occasion: Occasion) -> ReportTested:
    return ReportTested(
        reported_by=report.reported_by(),
        la_code=report.data.la_code,
        harm=report.data.harm,
        children=len(report.data.children),
        flags=report.flags(occasion.at),
    )


def _aware(command: RecordAwareness, incident: Incident, by: ReportedBy, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.incident_aware_at, "incident_aware_at", occasion)
    if incident.aware_at == command.incident_aware_at:
        return []
    if incident.aware_at:
        raise Refused("set-once", "When the authority became aware is recorded already.")
    return [
        AuthorityBecameAware(
            reported_by=by,
            incident_aware_at=command.incident_aware_at,
            channel=command.channel,
        )
    ]


def _criteria_met(command: RecordCriteriaMet, incident: Incident, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.criteria_met_at, "criteria_met_at", occasion)
    if incident.aware_at is None:
        raise Refused("aware-first", "Record first when the authority became aware.")
    if command.criteria_met_at < incident.aware_at:
        raise Refused("not-before-awareness", "criteria_met_at lies before the awareness.")
    if incident.criteria_met_at == command.criteria_met_at:
        return []
    if incident.criteria_met_at:
        raise Refused("set-once", "The criteria are recorded as met already.")
    return [NotifiableCriteriaMet(**command.model_dump())]


def _notify(command: DecideToNotify, incident: Incident, by: ReportedBy) -> list[Event]:
    if incident.notify:
        return []
    if incident.aware_at is None:
        raise Refused("aware-first", "Record first when the authority became aware.")
    if command.trigger_class == "A" and incident.criteria_met_at is None:
        raise Refused("criteria-first", "Class A needs the criteria of section 16C to be met.")
    return [
        NotifyDecided(
            reported_by=by,
            trigger_class=command.trigger_class,
            clock_starts_at=_clock_starts(incident.aware_at, incident.criteria_met_at),
            incident_aware_at=incident.aware_at,
            grounds=command.grounds,
            authority=command.authority,
            partner_views=command.partner_views,
            reasons=Sealed.of(command.reasons),
        )
    ]


def _clock_starts(aware_at: datetime, criteria_met_at: datetime | None) -> datetime:
    """From a time that some policy can count from: otherwise nobody downstream could say what is due."""
    starts_at = clock_starts(aware_at, criteria_met_at)
    try:
        policy_on(london_date(starts_at)).deadline("notification", starts_at)
    except NoPolicyInForce:
        raise Refused("before-the-duty", "The clock would start before there was a duty to notify.") from None
    except BeyondCalendar:
        raise Refused("beyond-the-calendar", "The due date lies beyond the holidays that are known.") from None
    return starts_at


def _do_not_notify(command: DecideNotToNotify, incident: Incident, by: ReportedBy) -> list[Event]:
    if incident.notify:
        raise Refused("already-notified", "A notification was decided; reclassify it instead.")
    if incident.trigger_class:
        return []  # considered before, and nothing new
    return [
        NotNotifyDecided(
            reported_by=by,
            trigger_class=command.trigger_class,
            grounds=command.grounds,
            authority=command.authority,
            partner_views=command.partner_views,
            reasons=Sealed.of(command.reasons),
        )
    ]


def _reclassify(command: Reclassify, incident: Incident, occasion: Occasion) -> list[Event]:
    if not incident.notify or incident.trigger_class is None:
        raise Refused("not-notified", "Only a decided notification can be reclassified.")
    if command.second_signature == occasion.actor:
        raise Refused("two-people", "The second signature must be another person's.")
    if command.trigger_class == incident.trigger_class:
        return []
    if command.trigger_class == "A" and incident.criteria_met_at is None:
        raise Refused("criteria-first", "Class A needs the criteria of section 16C to be met.")
    assert incident.aware_at, "notifying needs it"
    in_duty = command.trigger_class != "D"
    return [
        IncidentReclassified(
            previous=incident.trigger_class,
            trigger_class=command.trigger_class,
            clock_starts_at=_clock_starts(incident.aware_at, incident.criteria_met_at) if in_duty else None,
            second_signature=command.second_signature,
            reasons=Sealed.of(command.reasons),
        )
    ]


def evolve(incident: Incident, event: Event) -> Incident:
    match event:
        case IncidentReported(reported_by=by):
            return replace(incident, reported_by=by)
        case ReportTested(reported_by=by):
            return replace(incident, reported_by=by, is_a_test=True)
        case AuthorityBecameAware(incident_aware_at=at):
            return replace(incident, aware_at=at)
        case NotifiableCriteriaMet(criteria_met_at=at):
            return replace(incident, criteria_met_at=at)
        case NotifyDecided(trigger_class=trigger_class):
            return replace(incident, trigger_class=trigger_class, notify=True)
        case NotNotifyDecided(trigger_class=trigger_class):
            return replace(incident, trigger_class=trigger_class)
        case IncidentReclassified(trigger_class=trigger_class):
            return replace(incident, trigger_class=trigger_class)
        case CaseMerged(into=into):
            return replace(incident, merged_into=into)
        case MergeUndone():
            return replace(incident, merged_into="")
        case CaseReleased(incident_aware_at=at):
            return replace(incident, aware_at=at)
        case _:
            return incident


incident = Decider(commands=(RecordReport, *OFFICERS), initial=Incident(), decide=decide, evolve=evolve)
