"""Which agencies' returns are still to come, by when, and when to chase them. Not what they tell."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from pydantic import BaseModel

from services.reviews.gathering_commands import ChaseAgencyReturn
from shared.calendar import england_and_wales
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.gathering import (
    AgencyReturnChased,
    AgencyReturnReleased,
    AgencyReturnRequested,
    AgencyReturnSubmitted,
    ChaseStep,
)
from shared.events.reviews import RapidReviewCancelled, RapidReviewReopened
from shared.office import opens, opens_before
from shared.worker import Todo
from shared.writes import Write

SCHEMA = """
CREATE TABLE asked (
    agency_return uuid PRIMARY KEY, subject text NOT NULL, agency text NOT NULL, due_on date NOT NULL,
    revision int NOT NULL DEFAULT 0, cancelled boolean NOT NULL DEFAULT false);
CREATE INDEX ON asked (due_on) WHERE revision = 0 AND NOT cancelled;
CREATE INDEX ON asked (subject);
CREATE TABLE chase (agency_return uuid NOT NULL, step text NOT NULL, at timestamptz NOT NULL,
    PRIMARY KEY (agency_return, step));
"""
SOON_WORKING_DAYS = 2
_WAITING = "FROM chase JOIN asked USING (agency_return) WHERE revision = 0 AND NOT cancelled"


class AskedRow(BaseModel):
    agency_return: UUID
    subject: str
    agency: str
    due_on: date


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case AgencyReturnRequested(agency_return=id_, agency=agency, due_on=day):
            row = (id_, case, agency, day)
            write("INSERT INTO asked (agency_return, subject, agency, due_on) VALUES ($1, $2, $3, $4)", *row)
            for step, at in steps(day):
                if step == "overdue" or at > recorded.time:  # who is asked late needs no word of last week
                    write("INSERT INTO chase VALUES ($1, $2, $3)", id_, step, at)
        case AgencyReturnChased(agency_return=id_, step=step):
            write("DELETE FROM chase WHERE agency_return = $1 AND step = $2", id_, step)
        case AgencyReturnSubmitted(agency_return=id_, revision=revision):
            write("UPDATE asked SET revision = $2 WHERE agency_return = $1", id_, revision)
        case AgencyReturnReleased(agency_return=id_):
            write("DELETE FROM asked WHERE agency_return = $1", id_)
            write("DELETE FROM chase WHERE agency_return = $1", id_)
        case RapidReviewCancelled():
            write("UPDATE asked SET cancelled = true WHERE subject = $1", case)
        case RapidReviewReopened():
            write("UPDATE asked SET cancelled = false WHERE subject = $1", case)


def steps(due_on: date) -> tuple[tuple[ChaseStep, datetime], ...]:
    """When an agency is chased: two working days before at nine, and at nine on the day after."""
    soon = opens_before(due_on, SOON_WORKING_DAYS, england_and_wales().guessing())
    return ("due soon", soon), ("overdue", opens(due_on + timedelta(days=1)))


async def due(db: Database, now: datetime) -> list[Todo]:
    rows = await db.fetch(f"SELECT * {_WAITING} AND at <= $1 ORDER BY at, agency_return, step LIMIT 100", now)
    return [
        Todo(
            subject=row["subject"],
            command=ChaseAgencyReturn(agency=row["agency"], step=row["step"]),
            id=uuid5(row["agency_return"], row["step"]),
        )
        for row in rows
    ]


async def next_at(db: Database, now: datetime) -> datetime | None:
    found: datetime | None = await db.fetchval(f"SELECT min(at) {_WAITING} AND at > $1", now)
    return found


async def outstanding(db: Database, overdue_on: date | None) -> list[AskedRow]:
    """Not sent yet, soonest first; with a day, only those whose date has passed by then."""
    rows = await db.fetch(
        "SELECT agency_return, subject, agency, due_on FROM asked WHERE revision = 0 AND NOT cancelled"
        " AND ($1::date IS NULL OR due_on < $1) ORDER BY due_on, subject, agency LIMIT 500",
        overdue_on,
    )
    return [AskedRow(**row) for row in rows]
