"""Which times that statutory dates count from were moved or recorded late, and await a second signature."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
    Clock,
)
from shared.events.base import Recorded
from shared.events.keeping import CaseErased
from shared.writes import Write

SCHEMA = """
CREATE TABLE backdatings (
    proposal uuid PRIMARY KEY, subject text NOT NULL, clock text NOT NULL, previous timestamptz,
    at timestamptz NOT NULL, counts_from timestamptz NOT NULL, previous_due_on date, due_on date,
    explained boolean NOT NULL, proposed_by text NOT NULL, proposed_at timestamptz NOT NULL);
CREATE INDEX ON backdatings (subject);
"""


class Backdating(BaseModel):
    """Anybody but `proposed_by` may sign. `at` is the time to be confirmed, `counts_from` what counts until then,
    and `previous` what counts again if it is refused: none of what was recorded late. The days are the
    notification's.

    Why is sealed: it is among the case's reasons. `explained`: somebody has said why; else nobody can confirm it.
    """

    proposal: UUID
    subject: str
    clock: Clock
    previous: datetime | None
    at: datetime
    counts_from: datetime
    previous_due_on: date | None
    due_on: date | None
    explained: bool
    proposed_by: str
    proposed_at: datetime


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case BackdatingProposed() as it:
            write(
                "INSERT INTO backdatings VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                it.proposal,
                recorded.subject,
                it.clock,
                it.previous,
                it.at,
                it.counts_from,
                it.previous_due_on,
                it.due_on,
                it.reason is not None,
                it.proposed_by,
                recorded.time,
            )
        case BackdatingConfirmed() | BackdatingRefused() | BackdatingLapsed() as it:
            write("DELETE FROM backdatings WHERE proposal = $1", it.proposal)
        case CaseErased(cases=cases):
            for case in cases:
                write("DELETE FROM backdatings WHERE subject = $1", case)


async def awaited(db: Database) -> list[Backdating]:
    """The oldest first."""
    rows = await db.fetch("SELECT * FROM backdatings ORDER BY proposed_at, proposal LIMIT 500")
    return [Backdating(**row) for row in rows]


async def of_case(db: Database, case: str) -> list[Backdating]:
    rows = await db.fetch("SELECT * FROM backdatings WHERE subject = $1 ORDER BY proposed_at, proposal", case)
    return [Backdating(**row) for row in rows]
