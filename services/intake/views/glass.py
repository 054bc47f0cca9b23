"""Who broke the glass of which case, whether the privacy officer was told, and what another person found."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.keeping import CaseErased
from shared.events.need import GlassAlarmed, GlassBroken, GlassReviewed
from shared.keys import never_again
from shared.writes import Write

SCHEMA = """
CREATE TABLE broken_glass (
    opening uuid PRIMARY KEY, subject text NOT NULL, person text NOT NULL, event uuid NOT NULL,
    broken_at timestamptz NOT NULL, until timestamptz NOT NULL, review_by date NOT NULL, told text,
    outcome text, reviewed_by text, reviewed_at timestamptz);
CREATE INDEX ON broken_glass (subject);
"""
# Nobody reviews it any more: what is said of it would be sealed. Whoever must be told is told all the same.
_ERASED = "DELETE FROM broken_glass WHERE subject = $1 AND told IS NOT NULL"
_TOLD_OF_ERASED = (
    "DELETE FROM broken_glass WHERE opening = $1 AND subject IN (SELECT key_id FROM log.erased WHERE key_id = $2)"
)


class Broken(BaseModel):
    """`told`: whether the privacy officer was mailed; none yet. `outcome`: what another person found; none yet."""

    opening: UUID
    subject: str
    person: str
    event: UUID
    broken_at: datetime
    until: datetime
    review_by: date
    told: str | None
    outcome: str | None
    reviewed_by: str | None
    reviewed_at: datetime | None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case GlassBroken(opening=opening, person=person, until=until, review_by=day):
            at = recorded.time
            write(
                "INSERT INTO broken_glass VALUES ($1, $2, $3, $4, $5, $6, $7)",
                *(opening, recorded.subject, person, recorded.id, at, until, day),
            )
        case GlassAlarmed(opening=opening, outcome=outcome):
            write("UPDATE broken_glass SET told = $2 WHERE opening = $1", opening, outcome)
            write(_TOLD_OF_ERASED, opening, recorded.subject)
        case GlassReviewed(opening=opening, outcome=outcome):
            write(
                "UPDATE broken_glass SET outcome = $2, reviewed_by = $3, reviewed_at = $4 WHERE opening = $1",
                *(opening, outcome, recorded.actor, recorded.time),
            )
        case CaseErased(cases=cases):
            for case in dict.fromkeys((recorded.subject, *cases)):
                never_again(write, case, recorded.subject)
                write(_ERASED, case)


async def to_review(db: Database) -> list[Broken]:
    """What nobody has said yes or no to; what is to be looked at soonest first."""
    rows = await db.fetch(
        "SELECT * FROM broken_glass WHERE outcome IS NULL ORDER BY review_by, broken_at, opening LIMIT 500"
    )
    return [Broken(**row) for row in rows]


async def of_case(db: Database, case: str) -> list[Broken]:
    """The newest first."""
    rows = await db.fetch(
        "SELECT * FROM broken_glass WHERE subject = $1 ORDER BY broken_at DESC, opening LIMIT 500", case
    )
    return [Broken(**row) for row in rows]


async def to_tell(db: Database) -> list[Broken]:
    """What the privacy officer has not been told of; the oldest first."""
    rows = await db.fetch("SELECT * FROM broken_glass WHERE told IS NULL ORDER BY broken_at, opening LIMIT 10")
    return [Broken(**row) for row in rows]
