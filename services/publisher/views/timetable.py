"""When each report is to be published, corrected, to go to the national repository, and to be taken down."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.publisher.repository import submitted_from
from shared.deadline import start_of_local_day
from shared.event_log import Database
from shared.events.anonymity import CertificateVoided
from shared.events.base import Recorded
from shared.events.beforehand import ApprovalTakenBack, LimitedToImprovements, PublicationApproved
from shared.events.correcting import CorrectionAgreed
from shared.events.dispatch import DispatchDue
from shared.events.duties import DutyArose
from shared.events.holding import PublicationEnded, PublicationHeld
from shared.events.publisher import (
    CorrigendumPublished,
    DraftSaved,
    PublicationScheduled,
    ReportPublished,
    ReportTakenDown,
)
from shared.events.removal import ReportRemoved
from shared.writes import Write

SCHEMA = """
CREATE TABLE timetable (
    publication uuid NOT NULL, step text NOT NULL, subject text NOT NULL, at timestamptz NOT NULL,
    text_hash text NOT NULL, PRIMARY KEY (publication, step));
CREATE INDEX ON timetable (at);
"""


class Planned(BaseModel):
    """`at` is the start of a London day; of a correction, the moment at which two people agreed."""

    publication: UUID
    step: Literal["publish", "correct", "submit", "take down"]
    subject: str
    at: datetime
    text_hash: str


_PLAN = (
    "INSERT INTO timetable VALUES ($1, $2, $3, $4, $5) ON CONFLICT (publication, step)"
    " DO UPDATE SET at = excluded.at, text_hash = excluded.text_hash"
)
_DROP = "DELETE FROM timetable WHERE publication = $1 AND step = $2"
_DROP_TEXT = "DELETE FROM timetable WHERE publication = $1 AND step IN ('publish', 'correct')"
_DROP_ALL = "DELETE FROM timetable WHERE publication = $1"


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case PublicationApproved(publication=id_, publish_on=day, text_hash=hash_):
            write(_PLAN, id_, "publish", case, start_of_local_day(day), hash_)
        case ReportPublished(publication=id_, published_on=day):
            write(_DROP, id_, "publish")
            write(_PLAN, id_, "submit", case, start_of_local_day(submitted_from(day)), "")
        case DispatchDue(purpose="repository submission", about=id_):
            write(_DROP, id_, "submit")
        case DraftSaved(publication=id_) | CertificateVoided(publication=id_) | PublicationEnded(publication=id_):
            write(_DROP_TEXT, id_)
        case PublicationScheduled() | ApprovalTakenBack() | LimitedToImprovements() as it:
            write(_DROP, it.publication, "publish")  # until a second person agrees to it
        case CorrectionAgreed(publication=id_, text_hash=hash_):
            write(_PLAN, id_, "correct", case, recorded.time, hash_)
        case CorrigendumPublished(publication=id_):
            write(_DROP, id_, "correct")
        case PublicationHeld():
            write("DELETE FROM timetable WHERE subject = $1 AND step = 'publish'", case)
        case DutyArose(about=id_, due=due) if due.rule == "take-down":
            write(_PLAN, id_, "take down", case, start_of_local_day(due.due_on), "")
        case ReportTakenDown(publication=id_) | ReportRemoved(publication=id_):
            write(_DROP_ALL, id_)


async def due(db: Database, now: datetime) -> list[Planned]:
    rows = await db.fetch("SELECT * FROM timetable WHERE at <= $1 ORDER BY at, publication LIMIT 100", now)
    return [Planned(**row) for row in rows]


async def next_at(db: Database, now: datetime) -> datetime | None:
    found: datetime | None = await db.fetchval("SELECT min(at) FROM timetable WHERE at > $1", now)
    return found
