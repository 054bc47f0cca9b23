"""Two clocks: when the authority became aware, and when the criteria were met. The duty runs from the later.

A wrong time is corrected by an event that keeps the old one and the date counted from it; where that moves a
statutory date, or a time is recorded after its date has passed, a second person signs (`backdating`). What other
agencies knew is recorded beside them, and starts neither.
"""

from datetime import datetime

from services.intake.casework import CorrectAwareness, CorrectCriteriaMet, RecordPartnerAwareness
from services.intake.commands import RecordAwareness, RecordCriteriaMet
from services.intake.decider import backdating
from services.intake.decider.dates import aware_first, countable_clock, due_on_if_any
from services.intake.decider.death_review import arises, counted_again, hours_are_past
from services.intake.decider.reopening import reopened
from services.intake.decider.snooze import shortened
from services.intake.decider.state import Incident
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    CriteriaMetCorrected,
    NotifiableCriteriaMet,
    PartnerAwarenessRecorded,
    ReportedBy,
)
from shared.partnership import Partnership
from shared.policy import clock_starts
from shared.sealed import Sealed


def aware(command: RecordAwareness, incident: Incident, by: ReportedBy, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.incident_aware_at, "incident_aware_at", occasion)
    at, late_because = command.incident_aware_at, command.late_because
    if incident.aware_at == at:
        return backdating.explained(incident, "awareness", late_because, occasion)
    if incident.aware_at:
        detail = (
            "When the authority became aware is recorded already; change it by correct-awareness, with a reason."
        )
        raise Refused("set-once", detail, "/incident_aware_at")
    became = AuthorityBecameAware(reported_by=by, incident_aware_at=at, channel=command.channel)
    owed = arises(incident, at, occasion) if incident.died else []
    due_on = due_on_if_any(at, None)
    late = backdating.is_past(due_on, occasion) or hours_are_past(owed, occasion)
    asked = backdating.recorded_late("awareness", at, due_on, late_because, occasion) if late else []
    return [became, *owed, *asked]


def criteria_met(command: RecordCriteriaMet, incident: Incident, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.criteria_met_at, "criteria_met_at", occasion)
    if incident.aware_at is None:
        raise aware_first()
    not_before_awareness(command.criteria_met_at, incident.aware_at)
    if incident.jurisdiction and command.limb != incident.jurisdiction.limb:
        detail = "By where it happened and where the child lives it is the other limb: record-jurisdiction first."
        raise Refused("another-limb", detail, "/limb")
    at, late_because = command.criteria_met_at, command.late_because
    if incident.criteria_met_at == at:
        return backdating.explained(incident, "criteria met", late_because, occasion)
    if incident.criteria_met_at:
        detail = "The criteria are recorded as met already; change it by correct-criteria-met, with a reason."
        raise Refused("set-once", detail, "/criteria_met_at")
    met = NotifiableCriteriaMet(**command.model_dump(exclude={"late_because"}))
    due_on = due_on_if_any(incident.aware_at, at)
    late = backdating.is_past(due_on, occasion)
    asked = backdating.recorded_late("criteria met", at, due_on, late_because, occasion) if late else []
    return [met, *reopened(incident, "criteria met", occasion), *asked]


def partner_aware(
    command: RecordPartnerAwareness, incident: Incident, partnership: Partnership, occasion: Occasion
) -> list[Event]:
    if command.partner not in _others(partnership):
        detail = "No agency and no safeguarding partner of this partnership has this id."
        raise Refused("unknown-partner", detail, "/partner")
    not_in_the_future(command.aware_at, "aware_at", occasion)
    if incident.partners_aware.get(command.partner) == command.aware_at:
        return []
    return [PartnerAwarenessRecorded(partner=command.partner, aware_at=command.aware_at)]


def _others(partnership: Partnership) -> set[str]:
    """Whose knowledge is shown beside the authority's own."""
    partners = partnership.with_role("safeguarding partner", "other area")
    return {agency.id for agency in partnership.agencies} | {partner.id for partner in partners}


def correct_awareness(command: CorrectAwareness, incident: Incident, occasion: Occasion) -> list[Event]:
    now, was, met_at = command.incident_aware_at, incident.aware_at, incident.criteria_met_at
    not_in_the_future(now, "incident_aware_at", occasion)
    if was is None:
        raise Refused(
            "aware-first", "No awareness is recorded yet that could be corrected: record-awareness first."
        )
    if now == was:
        return []
    if met_at:
        not_before_awareness(met_at, now, "incident_aware_at")
    said = corrected(incident, was, now, Sealed.of(command.reason), occasion)
    by_then, by_now = (backdating.times(incident, at, met_at, occasion) for at in (was, now))
    return backdating.moved(incident, "awareness", by_now, by_then, command.reason, said, occasion)


def corrected(
    incident: Incident, was: datetime, now: datetime, reason: Sealed[str], occasion: Occasion
) -> list[Event]:
    """The new awareness beside the old one, and all that is counted from it counted again."""
    met_at = incident.criteria_met_at
    _still_countable(incident, now, met_at)
    due_on = due_on_if_any(now, met_at)
    said = AwarenessCorrected(
        previous=was,
        incident_aware_at=now,
        previous_clock_starts_at=clock_starts(was, met_at),
        clock_starts_at=clock_starts(now, met_at),
        previous_due_on=due_on_if_any(was, met_at),
        due_on=due_on,
        reason=reason,
    )
    return [said, *counted_again(incident, now, occasion), *shortened(incident, due_on, occasion)]


def correct_criteria(command: CorrectCriteriaMet, incident: Incident, occasion: Occasion) -> list[Event]:
    now, was, aware_at = command.criteria_met_at, incident.criteria_met_at, incident.aware_at
    not_in_the_future(now, "criteria_met_at", occasion)
    if was is None or aware_at is None:
        detail = "No criteria are recorded yet that could be corrected: record-criteria-met first."
        raise Refused("criteria-first", detail)
    if now == was:
        return []
    not_before_awareness(now, aware_at)
    said = criteria_corrected(incident, was, now, Sealed.of(command.reason), occasion)
    by_then, by_now = (backdating.times(incident, aware_at, at, occasion) for at in (was, now))
    return backdating.moved(incident, "criteria met", by_now, by_then, command.reason, said, occasion)


def criteria_corrected(
    incident: Incident, was: datetime, now: datetime, reason: Sealed[str], occasion: Occasion
) -> list[Event]:
    """The new time beside the old one, and the date by each."""
    aware_at = incident.aware_at
    assert aware_at, "criteria are met after awareness"
    _still_countable(incident, aware_at, now)
    due_on = due_on_if_any(aware_at, now)
    said = CriteriaMetCorrected(
        previous=was,
        criteria_met_at=now,
        previous_clock_starts_at=clock_starts(aware_at, was),
        clock_starts_at=clock_starts(aware_at, now),
        previous_due_on=due_on_if_any(aware_at, was),
        due_on=due_on,
        reason=reason,
    )
    return [said, *shortened(incident, due_on, occasion)]


def not_before_awareness(criteria_met_at: datetime, aware_at: datetime, asked: str = "criteria_met_at") -> None:
    if criteria_met_at < aware_at:
        detail = (
            "The criteria cannot be met before the authority is aware: criteria_met_at lies before the awareness."
        )
        raise Refused("not-before-awareness", detail, f"/{asked}")


def _still_countable(incident: Incident, aware_at: datetime, criteria_met_at: datetime | None) -> None:
    """What others count from must stay something that can be counted from."""
    if incident.decision == "notify":
        countable_clock(aware_at, criteria_met_at)
