"""What awaits a second signature."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import (
    IncidentReclassified,
    ReclassificationDeclined,
    ReclassificationProposed,
    TriggerClass,
)
from shared.writes import Write

SCHEMA = """
CREATE TABLE signatures (
    proposal uuid PRIMARY KEY, subject text NOT NULL, previous text NOT NULL, trigger_class text NOT NULL,
    proposed_by text NOT NULL, proposed_at timestamptz NOT NULL, asked text);
"""


class Signature(BaseModel):
    """Anybody but `proposed_by` may sign; `asked` is who is hoped to."""

    proposal: UUID
    subject: str
    previous: TriggerClass
    trigger_class: TriggerClass
    proposed_by: str
    proposed_at: datetime
    asked: str | None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case ReclassificationProposed() as it:
            write(
                "INSERT INTO signatures VALUES ($1, $2, $3, $4, $5, $6, $7)",
                it.proposal,
                recorded.subject,
                it.previous,
                it.trigger_class,
                it.proposed_by,
                recorded.time,
                it.asked,
            )
        case ReclassificationDeclined(proposal=proposal):
            write("DELETE FROM signatures WHERE proposal = $1", proposal)
        case IncidentReclassified(proposal=proposal) if proposal:
            write("DELETE FROM signatures WHERE proposal = $1", proposal)


async def awaited(db: Database) -> list[Signature]:
    """The oldest first."""
    rows = await db.fetch("SELECT * FROM signatures ORDER BY proposed_at, proposal LIMIT 500")
    return [Signature(**row) for row in rows]
