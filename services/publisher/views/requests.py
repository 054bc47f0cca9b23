"""The queue of requests for copies: what waits, what is due, and how many were answered in which way.

Nothing of who asks is here: that is sealed, and opened for whoever answers.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import DeadlineRecomputed, DutyArose
from shared.events.requests import (
    CopyRequested,
    CopySupplied,
    InformationRequestRecognised,
    RequestAcknowledged,
    RequestRefused,
)
from shared.writes import Write

SCHEMA = """
CREATE TABLE copy_requests (
    subject text PRIMARY KEY, request uuid NOT NULL, reference text NOT NULL, standing text NOT NULL,
    requested_at timestamptz NOT NULL,
    information_request boolean NOT NULL, due_on date, decided_at timestamptz, decided_by text, means text,
    readable_until date, ground text, answered_by_mail boolean NOT NULL);
"""


class RequestRow(BaseModel):
    """standing: received, acknowledged, supplied, refused. `due_on` only under the Freedom of Information Act.

    `answered_by_mail`: what is said of it is mailed to the requester. Otherwise staff pass the page's address on.
    """

    subject: str
    request: UUID
    reference: str
    standing: str
    requested_at: datetime
    information_request: bool
    due_on: date | None
    decided_at: datetime | None
    decided_by: str | None
    means: str | None
    readable_until: date | None
    ground: str | None
    answered_by_mail: bool


class Counted(BaseModel):
    standing: str
    information_request: bool
    ground: str | None
    number: int


_SET = "UPDATE copy_requests SET {} WHERE subject = $1"


def project(write: Write, recorded: Recorded) -> None:
    subject = recorded.subject
    match recorded.data:
        case CopyRequested() as it:
            _came(write, subject, it)
        case RequestAcknowledged():
            write(_SET.format("standing = 'acknowledged'"), subject)
        case InformationRequestRecognised():
            write(_SET.format("information_request = true"), subject)
        case DutyArose(due=due) | DeadlineRecomputed(new=due) if due.rule == "foi":
            write(_SET.format("due_on = $2"), subject, due.due_on)
        case CopySupplied(means=means, readable_until=until):
            given = "standing = 'supplied', means = $2, readable_until = $3, ground = NULL,"
            decided = f"{given} decided_at = $4, decided_by = $5"
            write(_SET.format(decided), subject, means, until, recorded.time, recorded.actor)
        case RequestRefused(ground=ground):
            decided = "standing = 'refused', ground = $2, decided_at = $3, decided_by = $4"
            write(_SET.format(decided), subject, ground, recorded.time, recorded.actor)


def _came(write: Write, subject: str, it: CopyRequested) -> None:
    write(
        "INSERT INTO copy_requests (subject, request, reference, standing, requested_at, information_request,"
        " answered_by_mail) VALUES ($1, $2, $3, 'received', $4, $5, $6)",
        subject,
        it.request,
        it.reference,
        it.requested_at,
        it.information_request,
        it.answered_by_mail,
    )


async def queue(db: Database) -> list[RequestRow]:
    """What waits first, the nearest date first; then what was answered, the newest first."""
    rows = await db.fetch(
        "SELECT * FROM copy_requests ORDER BY decided_at IS NOT NULL, decided_at DESC, due_on NULLS LAST,"
        " requested_at, subject LIMIT 500"
    )
    return [RequestRow(**row) for row in rows]


async def one(db: Database, subject: str) -> RequestRow | None:
    row = await db.fetchrow("SELECT * FROM copy_requests WHERE subject = $1", subject)
    return RequestRow(**row) if row else None


async def counted(db: Database) -> list[Counted]:
    """How many, by how they stand, on which ground, and whether under the Freedom of Information Act."""
    rows = await db.fetch(
        "SELECT standing, information_request, ground, count(*)::int AS number FROM copy_requests"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return [Counted(**row) for row in rows]
