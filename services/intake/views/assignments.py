"""The worklist: cases that are still to be decided by themselves, whose each is, and which sleep until when."""

from datetime import date, datetime

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    CaseAssigned,
    CaseSnoozed,
    CriteriaMetCorrected,
    DecisionReopened,
    IncidentReported,
    NotifiableCriteriaMet,
    NotifyDecided,
    NotNotifyDecided,
    SnoozeEnded,
)
from shared.events.merging import CaseMerged, CaseReleased, MergeUndone
from shared.writes import Write

SCHEMA = """
CREATE TABLE assignments (
    subject text PRIMARY KEY, reported_at timestamptz NOT NULL, decided boolean NOT NULL DEFAULT false,
    officer text, deputy text, aware_at timestamptz, criteria_met_at timestamptz, snoozed_until date,
    due_when_snoozed date, merged boolean NOT NULL DEFAULT false);
CREATE INDEX ON assignments (officer);
"""


class Assignment(BaseModel):
    """A case somebody must see to, or nobody yet."""

    subject: str
    reported_at: datetime
    decided: bool
    officer: str | None
    deputy: str | None
    aware_at: datetime | None
    criteria_met_at: datetime | None
    snoozed_until: date | None
    due_when_snoozed: date | None


_SET = "UPDATE assignments SET {} WHERE subject = $1"


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case IncidentReported():
            write("INSERT INTO assignments (subject, reported_at) VALUES ($1, $2)", case, recorded.time)
        case AuthorityBecameAware(incident_aware_at=at) | AwarenessCorrected(incident_aware_at=at):
            write(_SET.format("aware_at = $2"), case, at)
        case NotifiableCriteriaMet(criteria_met_at=at) | CriteriaMetCorrected(criteria_met_at=at):
            write(_SET.format("criteria_met_at = $2"), case, at)
        case CaseAssigned(officer=officer, deputy=deputy):
            write(_SET.format("officer = $2, deputy = $3"), case, officer, deputy)
        case CaseSnoozed(until_on=day, due_on=due_on):
            write(_SET.format("snoozed_until = $2, due_when_snoozed = $3"), case, day, due_on)
        case SnoozeEnded():
            write(_SET.format("snoozed_until = NULL, due_when_snoozed = NULL"), case)
        case NotifyDecided() | NotNotifyDecided():
            write(_SET.format("decided = true"), case)
        case CaseMerged():
            write(_SET.format("merged = true"), case)
        case MergeUndone():
            write(_SET.format("merged = false"), case)
        case CaseReleased(incident_aware_at=at):
            write(_SET.format("aware_at = $2"), case, at)
        case DecisionReopened():
            write(_SET.format("decided = false"), case)


async def worklist(db: Database, today: date) -> list[Assignment]:
    """Undecided and awake, the longest waiting first."""
    rows = await db.fetch(
        "SELECT * FROM assignments WHERE NOT decided AND NOT merged"
        " AND (snoozed_until IS NULL OR snoozed_until <= $1) ORDER BY reported_at, subject LIMIT 500",
        today,
    )
    return [Assignment(**row) for row in rows]


async def snoozed(db: Database, today: date) -> list[Assignment]:
    """Asleep, those that wake soonest first."""
    rows = await db.fetch(
        "SELECT * FROM assignments WHERE NOT decided AND NOT merged AND snoozed_until > $1"
        " ORDER BY snoozed_until, subject LIMIT 500",
        today,
    )
    return [Assignment(**row) for row in rows]
