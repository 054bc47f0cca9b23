"""Which files of many cases were asked for, by whom, and what became of each."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from services.console.exporting.commands import State, subject_of
from shared.calendar import london_date
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.exports import ExportApproved, ExportAsked, ExportDeclined, ExportPurged, ExportTaken
from shared.keys import destroy
from shared.writes import Write

MOST_LISTED = 50

SCHEMA = """
CREATE TABLE exports (
    export uuid PRIMARY KEY, asked_by text NOT NULL, asked_at timestamptz NOT NULL, filtered_by text[] NOT NULL,
    state text NOT NULL DEFAULT 'asked', decided_by text, until_on date, taken int NOT NULL DEFAULT 0,
    ended_on date NOT NULL, purged_at timestamptz);
CREATE INDEX ON exports (asked_by, asked_at);
CREATE INDEX ON exports (asked_at) WHERE state = 'asked';
CREATE INDEX ON exports (ended_on) WHERE purged_at IS NULL;
"""


class AskedFor(BaseModel):
    """`filtered_by`: the names of its filters. `until_on`: the last day on which it may be fetched, once approved.

    `taken`: how often it was. `ended_on`: from which day its days are counted until what it was for is destroyed,
    and `purged_at`: when it was.
    """

    export: UUID
    asked_by: str
    asked_at: datetime
    filtered_by: tuple[str, ...]
    state: State
    decided_by: str | None
    until_on: date | None
    taken: int
    ended_on: date
    purged_at: datetime | None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case ExportAsked() as it:
            write(
                "INSERT INTO exports (export, asked_by, asked_at, filtered_by, ended_on)"
                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (export) DO NOTHING",
                it.export,
                it.asked_by,
                recorded.time,
                list(it.filtered_by),
                london_date(recorded.time),
            )
        case ExportApproved() as it:
            write(
                "UPDATE exports SET state = 'approved', decided_by = $2, until_on = $3, ended_on = $3"
                " WHERE export = $1",
                it.export,
                it.approved_by,
                it.until_on,
            )
        case ExportDeclined() as it:
            sql = "UPDATE exports SET state = 'declined', decided_by = $2, ended_on = $3 WHERE export = $1"
            write(sql, it.export, it.declined_by, london_date(recorded.time))
        case ExportTaken() as it:
            write("UPDATE exports SET taken = taken + 1 WHERE export = $1", it.export)
        case ExportPurged() as it:
            write("UPDATE exports SET purged_at = $2 WHERE export = $1", it.export, recorded.time)
            key = subject_of(it.export)
            destroy(write, key, key)


async def listed(db: Database, who: str, today: date, *, decides: bool) -> list[AskedFor]:
    """One's own, the newest first; for whoever decides also what others asked for, while it waits to be decided
    or, approved, can still be stopped. `today`: in London.
    """
    rows = await db.fetch(
        "SELECT * FROM exports WHERE asked_by = $1"
        " OR ($2 AND (state = 'asked' AND purged_at IS NULL OR (state = 'approved' AND until_on >= $3)))"
        " ORDER BY asked_at DESC, export LIMIT $4",
        who,
        decides,
        today,
        MOST_LISTED,
    )
    return [AskedFor(**row) for row in rows]


async def one(db: Database, export: UUID) -> AskedFor | None:
    row = await db.fetchrow("SELECT * FROM exports WHERE export = $1", export)
    return AskedFor(**row) if row else None
