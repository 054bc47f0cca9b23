"""What agencies send and what officers ask, for intake's tests: good ones, to be spoiled one field at a time."""

import json
from typing import Any

from services.intake.commands import (
    DecideNotToNotify,
    DecideToNotify,
    Reclassify,
    RecordAwareness,
    RecordCriteriaMet,
    RecordReport,
)
from services.intake.report import Report
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
reclassify = Reclassify(
    trigger_class="D",
    second_signature="person:assistant-director",
    reasons="A second opinion found a disease of the bones.",
)
