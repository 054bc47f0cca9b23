"""A report opens an incident; the same report again opens nothing."""

from services.intake.commands import RecordReport
from services.intake.decider.state import Incident
from services.intake.report import Report
from shared.decider import Occasion
from shared.events.base import Event
from shared.events.intake import IncidentReported, ReportTested
from shared.sealed import Sealed


def record_report(command: RecordReport, incident: Incident, occasion: Occasion) -> list[Event]:
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
