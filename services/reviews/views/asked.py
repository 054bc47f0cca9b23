"""Which agencies' returns are still to come, and by when. Nothing of what they tell is here."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import DutyArose
from shared.events.gathering import AgencyReturnRequested, AgencyReturnSubmitted
from shared.events.reviews import RapidReviewCancelled, RapidReviewReopened
from shared.writes import Write

SCHEMA = """
CREATE TABLE asked (
    agency_return uuid PRIMARY KEY, subject text NOT NULL, agency text NOT NULL, due_on date,
    revision int NOT NULL DEFAULT 0, cancelled boolean NOT NULL DEFAULT false);
CREATE INDEX ON asked (due_on) WHERE revision = 0 AND NOT cancelled;
CREATE INDEX ON asked (subject);
"""


class AskedRow(BaseModel):
    agency_return: UUID
    subject: str
    agency: str
    due_on: date


def project(write: Write, recorded: Recorded) -> None:
    if recorded.source != "reviews":
        return
    match recorded.data:
        case AgencyReturnRequested(agency_return=id_, agency=agency):
            row = (id_, recorded.subject, agency)
            write("INSERT INTO asked (agency_return, subject, agency) VALUES ($1, $2, $3)", *row)
        case DutyArose(duty=id_, due=due) if due.rule == "agency-return":
            write("UPDATE asked SET due_on = $2 WHERE agency_return = $1", id_, due.due_on)
        case AgencyReturnSubmitted(agency_return=id_, revision=revision):
            write("UPDATE asked SET revision = $2 WHERE agency_return = $1", id_, revision)
        case RapidReviewCancelled():
            write("UPDATE asked SET cancelled = true WHERE subject = $1", recorded.subject)
        case RapidReviewReopened():
            write("UPDATE asked SET cancelled = false WHERE subject = $1", recorded.subject)


async def outstanding(db: Database, overdue_on: date | None) -> list[AskedRow]:
    """Not sent yet, soonest first; with a day, only those whose date has passed by then."""
    rows = await db.fetch(
        "SELECT agency_return, subject, agency, due_on FROM asked WHERE revision = 0 AND NOT cancelled"
        " AND ($1::date IS NULL OR due_on < $1) ORDER BY due_on, subject, agency LIMIT 500",
        overdue_on,
    )
    return [AskedRow(**row) for row in rows]
