"""How long each case is kept: its class, the holds on it, and what is proposed. Without the end of a year's count.

What is due is a list to look through, not to destroy by: intake knows only its own last fact of a case, and others
may have recorded a later one. What decides is the publisher's statement, when it is proposed.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.calendar import london_date
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import IncidentReported, NotifyDecided, NotNotifyDecided
from shared.events.keeping import (
    CaseErased,
    ErasureDeclined,
    ErasureProposed,
    HoldGround,
    LegalHoldLifted,
    LegalHoldPut,
    RecordClass,
    RecordClassed,
)
from shared.events.merging import CaseMerged, MergeUndone
from shared.partnership import Partnership
from shared.retention import keep_until, table_of
from shared.writes import Write

SCHEMA = """
CREATE TABLE kept (
    subject text PRIMARY KEY, record_class text NOT NULL DEFAULT 'unclassified', last_on date NOT NULL,
    merged boolean NOT NULL DEFAULT false, proposal uuid, proposed_by text, proposed_at timestamptz,
    erased boolean NOT NULL DEFAULT false);
CREATE INDEX ON kept (last_on) WHERE NOT merged AND NOT erased;
CREATE TABLE legal_holds (
    hold uuid PRIMARY KEY, subject text NOT NULL, ground text NOT NULL, put_by text NOT NULL,
    put_at timestamptz NOT NULL, lifted_at timestamptz, lifted_by text);
CREATE INDEX ON legal_holds (subject);
"""
_DUE = """
SELECT k.subject, k.record_class, k.last_on, k.proposal, k.proposed_by, k.proposed_at,
       (SELECT count(*) FROM legal_holds h WHERE h.subject = k.subject AND h.lifted_at IS NULL) AS holds
  FROM kept k JOIN unnest($1::text[], $2::date[]) AS c (record_class, before) ON c.record_class = k.record_class
 WHERE NOT k.merged AND NOT k.erased AND k.last_on <= c.before
 ORDER BY k.last_on, k.subject LIMIT $3 OFFSET $4
"""


class Hold(BaseModel):
    """`lifted_at`: none while it stands."""

    hold: UUID
    ground: HoldGround
    put_by: str
    put_at: datetime
    lifted_at: datetime | None
    lifted_by: str | None


class Keeping(BaseModel):
    """`last_on`: the day of intake's last decision; `keep_until`: not before this day, counted from that."""

    subject: str
    record_class: RecordClass
    last_on: date
    keep_until: date
    proposal: UUID | None
    proposed_by: str | None
    proposed_at: datetime | None
    erased: bool
    holds: list[Hold]


class Due(BaseModel):
    """A case whose years have run by what intake knows. `holds`: how many stand: with one it is kept on."""

    subject: str
    record_class: RecordClass
    last_on: date
    keep_until: date
    holds: int
    proposal: UUID | None
    proposed_by: str | None
    proposed_at: datetime | None


def project(write: Write, recorded: Recorded) -> None:
    case, data = recorded.subject, recorded.data
    match data:
        case IncidentReported():
            write("INSERT INTO kept (subject, last_on) VALUES ($1, $2)", case, london_date(recorded.time))
        case NotifyDecided() | NotNotifyDecided():
            write("UPDATE kept SET last_on = $2 WHERE subject = $1", case, london_date(recorded.time))
        case RecordClassed(record_class=record_class):
            write("UPDATE kept SET record_class = $2 WHERE subject = $1", case, record_class)
        case CaseMerged() | MergeUndone():
            write("UPDATE kept SET merged = $2 WHERE subject = $1", case, isinstance(data, CaseMerged))
        case CaseErased(cases=cases):
            for each in cases:
                write("UPDATE kept SET erased = true, proposal = NULL WHERE subject = $1", each)
        case _:
            _held(write, recorded)


def _held(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case LegalHoldPut(hold=id_, ground=ground):
            sql = "INSERT INTO legal_holds VALUES ($1, $2, $3, $4, $5)"
            write(sql, id_, recorded.subject, ground, recorded.actor, recorded.time)
        case LegalHoldLifted(hold=id_):
            sql = "UPDATE legal_holds SET lifted_at = $2, lifted_by = $3 WHERE hold = $1"
            write(sql, id_, recorded.time, recorded.actor)
        case ErasureProposed(proposal=id_, proposed_by=person):
            sql = "UPDATE kept SET proposal = $2, proposed_by = $3, proposed_at = $4 WHERE subject = $1"
            write(sql, recorded.subject, id_, person, recorded.time)
        case ErasureDeclined():
            sql = "UPDATE kept SET proposal = NULL, proposed_by = NULL, proposed_at = NULL WHERE subject = $1"
            write(sql, recorded.subject)


async def one(db: Database, case: str, ours: Partnership) -> Keeping | None:
    row = await db.fetchrow("SELECT * FROM kept WHERE subject = $1", case)
    if row is None:
        return None
    holds = await db.fetch(
        "SELECT hold, ground, put_by, put_at, lifted_at, lifted_by FROM legal_holds WHERE subject = $1"
        " ORDER BY put_at, hold",
        case,
    )
    until = keep_until(row["last_on"], _years(ours)[row["record_class"]])
    return Keeping(**row, keep_until=until, holds=[Hold(**hold) for hold in holds])


async def due(db: Database, today: date, ours: Partnership, limit: int, offset: int) -> list[Due]:
    """Those that have waited longest first."""
    years = _years(ours)
    before = [keep_until(today, -each) for each in years.values()]
    rows = await db.fetch(_DUE, list(years), before, limit, offset)
    return [Due(**row, keep_until=keep_until(row["last_on"], years[row["record_class"]])) for row in rows]


def _years(ours: Partnership) -> dict[str, int]:
    return {row.record_class: row.years for row in table_of(ours.retention)}
