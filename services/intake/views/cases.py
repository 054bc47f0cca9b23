"""Every incident and where it stands with the authority."""

from datetime import date, datetime

from pydantic import BaseModel, computed_field

from services.intake import oddities
from shared.event_log import Database
from shared.events.amendments import AttachmentKept, ReportCorrected, ReportWithdrawn
from shared.events.base import Recorded
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    CriteriaMetCorrected,
    DecisionReopened,
    IncidentReclassified,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    NotNotifyDecided,
)
from shared.events.keeping import CaseErased
from shared.events.merging import CaseMerged, CaseReleased, MergeUndone
from shared.writes import Write

SCHEMA = """
CREATE TABLE cases (
    subject text PRIMARY KEY, state text NOT NULL, agency text NOT NULL, report text NOT NULL,
    agency_reference text NOT NULL, la_code text NOT NULL, harm text NOT NULL, children int NOT NULL,
    incident_on date, reported_at timestamptz NOT NULL, agency_aware_at timestamptz NOT NULL,
    incident_aware_at timestamptz, criteria_met_at timestamptz, trigger_class text, flags text[] NOT NULL,
    merged_into text, state_before text, corrected_at timestamptz, withdrawn_at timestamptz,
    attachments int NOT NULL DEFAULT 0);
CREATE INDEX ON cases (reported_at);
"""


class Case(BaseModel):
    """state: received, screened, criteria met, notify, considered and not notified, reopened, withdrawn, merged
    or erased.

    `withdrawn_at`: when the agency took its report back; the state is the authority's.
    """

    subject: str
    state: str
    agency: str
    report: str
    agency_reference: str
    la_code: str
    harm: str
    children: int
    incident_on: date | None
    reported_at: datetime
    agency_aware_at: datetime
    incident_aware_at: datetime | None
    criteria_met_at: datetime | None
    trigger_class: str | None
    flags: list[str]
    merged_into: str | None
    corrected_at: datetime | None
    withdrawn_at: datetime | None  # by the agency; what that means, an officer decides
    attachments: int

    @computed_field  # type: ignore[prop-decorator]
    @property
    def suspect_dates(self) -> list[str]:
        """Of the authority's own times. Nothing was refused: whoever sees it looks whether they are right."""
        times = (self.incident_on, self.incident_aware_at, self.criteria_met_at, self.reported_at)
        return list(oddities.of_the_authority(*times))


_SET = "UPDATE cases SET {} WHERE subject = $1"
# Of this incident itself the authority may never have been told by anybody who was looked at.
_RELEASED = (
    "incident_aware_at = $2,"
    " state = CASE WHEN $2::timestamptz IS NULL AND state = 'screened' THEN 'received' ELSE state END"
)


def project(write: Write, recorded: Recorded) -> None:
    if isinstance(recorded.data, IncidentReported):
        _reported(write, recorded, recorded.data)
    else:
        _clocks(write, recorded)
        _decision(write, recorded)
        _report(write, recorded)


def _clocks(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case AuthorityBecameAware(incident_aware_at=at):
            write(_SET.format("state = 'screened', incident_aware_at = $2"), case, at)
        case NotifiableCriteriaMet(criteria_met_at=at):
            write(_SET.format("state = 'criteria met', criteria_met_at = $2"), case, at)
        case AwarenessCorrected(incident_aware_at=at):
            write(_SET.format("incident_aware_at = $2"), case, at)
        case CriteriaMetCorrected(criteria_met_at=at):
            write(_SET.format("criteria_met_at = $2"), case, at)


def _decision(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case DecisionReopened():
            write(_SET.format("state = 'reopened'"), case)
        case NotifyDecided(trigger_class=class_):
            write(_SET.format("state = 'notify', trigger_class = $2"), case, class_)
        case NotNotifyDecided(trigger_class=class_):
            change = "state = 'considered and not notified', trigger_class = $2"
            write(_SET.format(change), case, class_)
        case IncidentReclassified(trigger_class=class_):
            state = "withdrawn" if class_ == "D" else "notify"
            write(_SET.format("state = $3, trigger_class = $2"), case, class_, state)


def _report(write: Write, recorded: Recorded) -> None:
    """What the agency said afterwards, and which case the report stands in."""
    case = recorded.subject
    match recorded.data:
        case ReportCorrected() as it:
            _corrected(write, recorded, it)
        case ReportWithdrawn():
            write(_SET.format("withdrawn_at = $2"), case, recorded.time)
        case AttachmentKept():
            write(_SET.format("attachments = attachments + 1"), case)
        case CaseMerged(into=into):
            write(_SET.format("state_before = state, state = 'merged', merged_into = $2"), case, into)
        case CaseReleased(incident_aware_at=at):
            write(_SET.format(_RELEASED), case, at)
        case MergeUndone():
            write(_SET.format("state = state_before, merged_into = NULL, state_before = NULL"), case)
        case CaseErased(cases=cases):  # the agency's own reference leads to the child, in the agency's files
            for each in cases:
                write(_SET.format("state = 'erased', agency_reference = ''"), each)


def _reported(write: Write, recorded: Recorded, it: IncidentReported) -> None:
    write(
        "INSERT INTO cases (subject, state, agency, report, agency_reference, la_code, harm, children,"
        " incident_on, reported_at, agency_aware_at, flags)"
        " VALUES ($1, 'received', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        recorded.subject,
        it.reported_by.agency,
        it.reported_by.report,
        it.reported_by.agency_reference,
        it.la_code,
        it.harm,
        it.children,
        it.incident_on,
        recorded.time,
        it.agency_aware_at,
        list(it.flags),
    )


def _corrected(write: Write, recorded: Recorded, it: ReportCorrected) -> None:
    change = (
        "la_code = $2, harm = $3, children = $4, incident_on = $5, agency_aware_at = $6, flags = $7,"
        " corrected_at = $8"
    )
    write(
        _SET.format(change),
        recorded.subject,
        it.la_code,
        it.harm,
        it.children,
        it.incident_on,
        it.agency_aware_at,
        list(it.flags),
        recorded.time,
    )


async def page(db: Database, limit: int, offset: int) -> list[Case]:
    """The newest first."""
    rows = await db.fetch(
        "SELECT * FROM cases ORDER BY reported_at DESC, subject LIMIT $1 OFFSET $2", limit, offset
    )
    return [Case(**row) for row in rows]


async def one(db: Database, subject: str) -> Case | None:
    row = await db.fetchrow("SELECT * FROM cases WHERE subject = $1", subject)
    return Case(**row) if row else None
