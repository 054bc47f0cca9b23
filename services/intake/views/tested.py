"""Reports that agencies marked as tests. They are in no list of cases, and in no count."""

from datetime import datetime

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import ReportTested
from shared.writes import Write

SCHEMA = """
CREATE TABLE tested (
    subject text PRIMARY KEY, agency text NOT NULL, report text NOT NULL, agency_reference text NOT NULL,
    la_code text NOT NULL, harm text NOT NULL, children int NOT NULL, at timestamptz NOT NULL,
    flags text[] NOT NULL);
CREATE INDEX ON tested (at);
"""


class Tested(BaseModel):
    """A test that would have been taken in, with these flags."""

    subject: str
    agency: str
    report: str
    agency_reference: str
    la_code: str
    harm: str
    children: int
    at: datetime
    flags: list[str]


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case ReportTested() as it:
            write(
                "INSERT INTO tested VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                recorded.subject,
                it.reported_by.agency,
                it.reported_by.report,
                it.reported_by.agency_reference,
                it.la_code,
                it.harm,
                it.children,
                recorded.time,
                list(it.flags),
            )


async def page(db: Database, limit: int, offset: int) -> list[Tested]:
    """The newest first."""
    rows = await db.fetch("SELECT * FROM tested ORDER BY at DESC, subject LIMIT $1 OFFSET $2", limit, offset)
    return [Tested(**row) for row in rows]


async def one(db: Database, subject: str) -> Tested | None:
    row = await db.fetchrow("SELECT * FROM tested WHERE subject = $1", subject)
    return Tested(**row) if row else None
