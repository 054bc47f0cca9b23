"""Both clocks of a case, every correction with the date it replaced, and what other agencies knew when."""

from datetime import date, datetime

from pydantic import BaseModel

from services.intake.views.backdatings import Backdating
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import (
    AwarenessCorrected,
    CriteriaMetCorrected,
    IncidentReported,
    PartnerAwarenessRecorded,
)
from shared.policy import clock_starts
from shared.writes import Write

SCHEMA = """
CREATE TABLE clock_corrections (
    subject text NOT NULL, version int NOT NULL, what text NOT NULL, previous timestamptz NOT NULL,
    corrected timestamptz NOT NULL, previous_due_on date, due_on date, corrected_at timestamptz NOT NULL,
    actor text NOT NULL, PRIMARY KEY (subject, version));
CREATE TABLE partners_aware (
    subject text NOT NULL, partner text NOT NULL, aware_at timestamptz NOT NULL, PRIMARY KEY (subject, partner));
"""


class Correction(BaseModel):
    """what: awareness, criteria met. The dates are those of the notification, before and after."""

    what: str
    previous: datetime
    corrected: datetime
    previous_due_on: date | None
    due_on: date | None
    corrected_at: datetime
    actor: str


class PartnerAware(BaseModel):
    """Another agency's knowledge: it starts no clock of the authority's."""

    partner: str
    aware_at: datetime


class Clocks(BaseModel):
    """`starts_at` is the later of the authority's two times; provisional while the criteria are not met.

    `awaiting`: times that await a second signature. Until then what is due earlier counts.
    """

    incident_aware_at: datetime | None
    criteria_met_at: datetime | None
    starts_at: datetime | None
    provisional: bool
    due_on: date | None
    partners_aware: list[PartnerAware]
    corrections: list[Correction]
    awaiting: list[Backdating]


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case IncidentReported(reported_by=by, agency_aware_at=at):
            _partner(write, recorded.subject, by.agency, at)
        case PartnerAwarenessRecorded(partner=partner, aware_at=at):
            _partner(write, recorded.subject, partner, at)
        case AwarenessCorrected(incident_aware_at=at) as it:
            _corrected(write, recorded, "awareness", it, at)
        case CriteriaMetCorrected(criteria_met_at=at) as it:
            _corrected(write, recorded, "criteria met", it, at)


def _partner(write: Write, case: str, partner: str, at: datetime) -> None:
    write(
        "INSERT INTO partners_aware VALUES ($1, $2, $3)"
        " ON CONFLICT (subject, partner) DO UPDATE SET aware_at = excluded.aware_at",
        case,
        partner,
        at,
    )


def _corrected(
    write: Write, recorded: Recorded, what: str, it: AwarenessCorrected | CriteriaMetCorrected, at: datetime
) -> None:
    write(
        "INSERT INTO clock_corrections VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        recorded.subject,
        recorded.version,
        what,
        it.previous,
        at,
        it.previous_due_on,
        it.due_on,
        recorded.time,
        recorded.actor,
    )


async def of_case(
    db: Database,
    subject: str,
    aware_at: datetime | None,
    met_at: datetime | None,
    due_on: date | None,
    awaiting: list[Backdating],
) -> Clocks:
    """`due_on` is counted by the caller: what is due by these two times; `awaiting` is read by them, too."""
    partners = await db.fetch(
        "SELECT partner, aware_at FROM partners_aware WHERE subject = $1 ORDER BY aware_at, partner", subject
    )
    corrections = await db.fetch("SELECT * FROM clock_corrections WHERE subject = $1 ORDER BY version", subject)
    return Clocks(
        incident_aware_at=aware_at,
        criteria_met_at=met_at,
        starts_at=clock_starts(aware_at, met_at) if aware_at else None,
        provisional=met_at is None,
        due_on=due_on,
        partners_aware=[PartnerAware(**row) for row in partners],
        corrections=[Correction(**row) for row in corrections],
        awaiting=awaiting,
    )
