"""What agencies send and what officers ask, for intake's tests: good ones, to be spoiled one field at a time."""

import json
from datetime import UTC, date, datetime
from typing import Any

from services.intake.backdating import ConfirmBackdating, RefuseBackdating
from services.intake.casework import (
    AssignCase,
    ClassifyTrigger,
    ConfirmReclassification,
    ConsultPartner,
    CorrectAwareness,
    CorrectCriteriaMet,
    DeclineReclassification,
    EndAbsence,
    ProposeReclassification,
    ProposeWithdrawal,
    RecordAbsence,
    RecordAuthorityTold,
    RecordChildDeathNotified,
    RecordChildDied,
    RecordJurisdiction,
    RecordNewInformation,
    RecordPartnerAwareness,
    SnoozeCase,
    WakeCase,
)
from services.intake.commands import (
    DecideNotToNotify,
    DecideToNotify,
    RecordAwareness,
    RecordCriteriaMet,
    RecordReport,
)
from services.intake.report import Report
from shared.duties.life import AcknowledgeDuty, ExplainLateness
from shared.edge import read
from tests import examples as ex

JsonObject = dict[str, Any]


def child(**changes: Any) -> JsonObject:
    return {"first_name": "Ffion", "last_name": "Example", "date_of_birth": "2025-11-03", **changes}


def body(
    *, children: list[JsonObject] | None = None, data: JsonObject | None = None, **changes: Any
) -> JsonObject:
    """A report as JSON has it. `changes` are the envelope's, `data` the incident's."""
    return {
        "specversion": "1.0",
        "id": "rep-0001",
        "source": "hospital",
        "type": "cspr.partner.incident-report.v1",
        "subject": "PGH-2026-17",
        "time": "2026-04-02T16:40:00+01:00",
        "data": {
            "la_code": "E06000045",
            "harm": "serious harm",
            "incident_on": "2026-04-02",
            "agency_aware_at": "2026-04-02T16:30:00+01:00",
            "outline": "Brought in unresponsive.",
            "children": [child()] if children is None else children,
            **(data or {}),
        },
        **changes,
    }


def wire(**changes: Any) -> bytes:
    return json.dumps(body(**changes), ensure_ascii=False).encode()


def report(**changes: Any) -> Report:
    """As it is after parsing. Raises BadInput."""
    return read(wire(**changes), Report)


record_report = RecordReport(report=report())
record_awareness = RecordAwareness(incident_aware_at=ex.AWARE_AT, channel="duty telephone")
record_criteria = RecordCriteriaMet(limb="in area", suspicion="suspected", criteria_met_at=ex.CRITERIA_MET_AT)
decide_to_notify = DecideToNotify(
    grounds="serious harm, abuse suspected",
    authority="Director of Children's Services",
    partner_views={"integrated-care-board": "notify", "chief-officer-of-police": "no view"},
    reasons="The injuries have no accidental explanation.",
)
decide_not_to_notify = DecideNotToNotify(
    grounds="no abuse or neglect known or suspected",
    authority="Director of Children's Services",
    partner_views={"integrated-care-board": "do not notify"},
    reasons="An accident in front of witnesses.",
)
PROPOSER, CONFIRMER = "person:service-manager", "person:assistant-director"
propose = ProposeReclassification(
    trigger_class="D", asked=CONFIRMER, reasons="A second opinion found a disease of the bones."
)
withdraw = ProposeWithdrawal(asked=CONFIRMER, reasons="A second opinion found a disease of the bones.")
confirm = ConfirmReclassification(proposal=ex.PROPOSAL)
decline = DeclineReclassification(proposal=ex.PROPOSAL, reasons="The second opinion was about another child.")
confirm_time = ConfirmBackdating(proposal=ex.PROPOSAL)
refuse_time = RefuseBackdating(
    proposal=ex.PROPOSAL, reasons="The desk's own note has the time that counted before."
)
correct_awareness = CorrectAwareness(
    incident_aware_at=ex.awareness_corrected.incident_aware_at,
    reason="The emergency duty team had a call from the ward the evening before.",
)
correct_criteria = CorrectCriteriaMet(
    criteria_met_at=ex.criteria_corrected.criteria_met_at,
    reason="The first opinion named a fall; the suspicion came with the second.",
)
record_partner_awareness = RecordPartnerAwareness(partner="police", aware_at=ex.partner_aware.aware_at)
record_jurisdiction = RecordJurisdiction(
    country="England", incident_la_code="E06000045", residence_la_code="E10000014"
)
elsewhere = RecordJurisdiction(country="England", incident_la_code="E10000014", residence_la_code="E06000045")
tell_authority = RecordAuthorityTold(
    la_code="E10000014",
    told_by="person:team-manager",
    told_at=datetime(2026, 4, 7, 9, 30, tzinfo=UTC),
    account="Its front door was telephoned; the duty manager has taken it up.",
)
classify = ClassifyTrigger(suspicion="suspected")
consult = ConsultPartner(partner="integrated-care-board", view="notify", consulted_at=ex.consulted.consulted_at)
new_information = RecordNewInformation(
    told_by="hospital",
    received_at=ex.new_information.received_at,
    information="A second set of images shows older fractures.",
)
child_died = RecordChildDied(known_at=ex.child_died.known_at)
death_notified = RecordChildDeathNotified(
    notified_at=datetime(2026, 4, 6, 11, 0, tzinfo=UTC),
    reference="eCDOP/4711",
    late_because="Nobody was in the office over Easter.",
)
assign = AssignCase(officer="person:service-manager", deputy="person:team-manager")
snooze = SnoozeCase(until_on=date(2026, 4, 9), reason="The radiologist reports on Wednesday.")
wake = WakeCase()
acknowledge_duty = AcknowledgeDuty(duty=ex.DUTY)
explain_lateness = ExplainLateness(duty=ex.DUTY, reason="The panel's mailbox was full.")
record_absence = RecordAbsence(
    officer="person:assistant-director",
    deputy="person:head-of-service",
    from_on=date(2026, 4, 7),
    until_on=date(2026, 4, 17),
)
end_absence = EndAbsence(absence=ex.ABSENCE)
