"""What `CaseErased` does in every service that hears it: the keys go, and all that is kept beside the log.

A view, so that it happens in the transaction that takes the event in, and again whenever the log is read anew: an
old backup, a lost database. Only the certificate is kept, and for ever the ids of the keys: `Keyring.hear` stores
none of those again.
"""

from datetime import date, datetime

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.keeping import CaseErased, JointText, RecordClass
from shared.keys import destroy
from shared.writes import Write

SCHEMA = """
CREATE TABLE erasures (
    subject text PRIMARY KEY, erased_with text NOT NULL, record_class text NOT NULL, closed_on date NOT NULL,
    keep_until date NOT NULL, proposed_by text NOT NULL, approved_by text NOT NULL,
    erased_at timestamptz NOT NULL, keys_destroyed int NOT NULL, joint_text text);
"""
# An agency's return that was set aside, and taken in on one of the cases: intake, which names keys, knows of none.
_TAKEN_IN = (
    "INSERT INTO log.erased (key_id, subject) SELECT 'quarantine/' || quarantine, $2::text FROM quarantined"
    " WHERE opened = $1 ON CONFLICT (key_id) DO NOTHING",
    "DELETE FROM log.case_key WHERE key_id IN ("
    "SELECT 'quarantine/' || quarantine FROM quarantined WHERE opened = $1)",
)
_WITH_IT = (
    "DELETE FROM log.attachment WHERE subject = $1",
    "DELETE FROM log.draft WHERE subject = $1",
)


class Certificate(BaseModel):
    """That a case was erased, by whom, and by which rule. Nothing of what it told.

    `erased_with`: the case on which it was decided, itself or the one that it was merged into or covered.
    """

    subject: str
    erased_with: str
    record_class: RecordClass
    closed_on: date
    keep_until: date
    proposed_by: str
    approved_by: str
    erased_at: datetime
    keys_destroyed: int
    joint_text: JointText | None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case CaseErased() as it:
            for key in it.keys:
                destroy(write, key, recorded.subject)
                for statement in _WITH_IT:
                    write(statement, key)
            for case in it.cases:
                _certify(write, recorded, it, case)
                write(_TAKEN_IN[0], case, recorded.subject)
                write(_TAKEN_IN[1], case)


def _certify(write: Write, recorded: Recorded, it: CaseErased, case: str) -> None:
    write(
        "INSERT INTO erasures VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (subject) DO NOTHING",
        case,
        recorded.subject,
        it.record_class,
        it.closed_on,
        it.keep_until,
        it.proposed_by,
        it.approved_by,
        recorded.time,
        len(it.keys),
        it.joint_text,
    )


async def certificate(db: Database, case: str) -> Certificate | None:
    row = await db.fetchrow("SELECT * FROM erasures WHERE subject = $1", case)
    return Certificate(**row) if row else None


async def page(db: Database, limit: int, offset: int) -> list[Certificate]:
    """The newest first."""
    rows = await db.fetch(
        "SELECT * FROM erasures ORDER BY erased_at DESC, subject LIMIT $1 OFFSET $2", limit, offset
    )
    return [Certificate(**row) for row in rows]


async def erased_of(db: Database, cases: list[str]) -> set[str]:
    """Those of these that were erased."""
    rows = await db.fetch("SELECT subject FROM erasures WHERE subject = ANY($1::text[])", cases)
    return {row["subject"] for row in rows}
