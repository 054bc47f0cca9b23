"""Cases that may be one incident, and what a person made of it. Also the marks that they are found by.

The marks are keyed hashes that the worker writes once it has opened a report's seal; they do not follow from
events alone, so what is folded anew has none until the worker has been there (see `shared.views`).
"""

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel

from shared.event_log import Connection, Database
from shared.events.amendments import ReportCorrected
from shared.events.base import Recorded
from shared.events.intake import IncidentReported
from shared.events.keeping import CaseErased
from shared.events.merging import CaseMerged, DuplicateSuspected, KeptApart, MergeUndone
from shared.views import NOT_FOLDED
from shared.writes import Write

SCHEMA = f"""
CREATE TABLE suspected (
    subject text NOT NULL, other text NOT NULL, grounds text[] NOT NULL, at timestamptz NOT NULL,
    PRIMARY KEY (subject, other));
CREATE TABLE settled (
    subject text NOT NULL, other text NOT NULL, as_what text NOT NULL, at timestamptz NOT NULL,
    settled_by text NOT NULL, PRIMARY KEY (subject, other));
CREATE TABLE to_mark (
    subject text PRIMARY KEY, incident_on date, reported_at timestamptz NOT NULL, contents int NOT NULL);
CREATE TABLE marked (subject text PRIMARY KEY, contents int NOT NULL);
CREATE TABLE marks (subject text NOT NULL, kind text NOT NULL, hash text NOT NULL,
    PRIMARY KEY (subject, kind, hash));
CREATE INDEX ON marks (kind, hash);
COMMENT ON TABLE marked IS '{NOT_FOLDED}';
COMMENT ON TABLE marks IS '{NOT_FOLDED}';
"""
_PAIRS = """
SELECT s.subject, s.other, s.grounds, s.at,
       coalesce(d.as_what, 'waiting') AS state, d.at AS settled_at, d.settled_by
  FROM suspected s LEFT JOIN LATERAL (
       SELECT * FROM settled d
        WHERE (d.subject, d.other) IN ((s.subject, s.other), (s.other, s.subject))
        ORDER BY d.at DESC LIMIT 1) d ON true
 WHERE NOT EXISTS (SELECT 1 FROM suspected o WHERE (o.subject, o.other) = (s.other, s.subject)
                      AND (o.at, o.subject) > (s.at, s.subject))
 ORDER BY d.as_what IS NOT NULL, s.at, s.subject, s.other LIMIT $1 OFFSET $2
"""
_ALIKE = """
SELECT m.subject, array_agg(DISTINCT k.told) AS kinds, t.incident_on, t.reported_at
  FROM unnest($2::text[], $3::text[], $4::text[]) AS k (told, kind, hash)
  JOIN marks m USING (kind, hash) JOIN to_mark t ON t.subject = m.subject
 WHERE m.subject <> $1 GROUP BY 1, 3, 4 ORDER BY 1
"""


class Pair(BaseModel):
    """state: waiting, merged, kept apart. `subject` is the case that was found alike to `other`.

    Found from either side, after a correction, it is one pair still, on the grounds that were found last.
    """

    subject: str
    other: str
    grounds: list[str]
    at: datetime
    state: str
    settled_at: datetime | None
    settled_by: str | None


class ToMark(BaseModel):
    """A report whose marks are not those of its latest contents."""

    subject: str
    incident_on: date | None
    reported_at: datetime
    contents: int


class Alike(BaseModel):
    subject: str
    kinds: list[str]
    incident_on: date | None
    reported_at: datetime


def project(write: Write, recorded: Recorded) -> None:
    subject = recorded.subject
    match recorded.data:
        case IncidentReported(incident_on=day):
            write("INSERT INTO to_mark VALUES ($1, $2, $3, 1)", subject, day, recorded.time)
        case ReportCorrected(incident_on=day):
            change = "UPDATE to_mark SET incident_on = $2, contents = contents + 1 WHERE subject = $1"
            write(change, subject, day)
        case DuplicateSuspected(other=other, grounds=grounds):
            write(
                "INSERT INTO suspected VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                subject,
                other,
                list(grounds),
                recorded.time,
            )
        case KeptApart(other=other):
            _settled(write, recorded, other, "kept apart")
        case CaseMerged(into=other):
            _settled(write, recorded, other, "merged")
        case MergeUndone(into=other):
            write("DELETE FROM settled WHERE subject = $1 AND other = $2", subject, other)
        case CaseErased(cases=cases):
            for case in cases:
                for table in ("to_mark", "marks", "marked"):
                    write(f"DELETE FROM {table} WHERE subject = $1", case)


def _settled(write: Write, recorded: Recorded, other: str, as_what: str) -> None:
    write(
        "INSERT INTO settled VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject, other)"
        " DO UPDATE SET as_what = excluded.as_what, at = excluded.at, settled_by = excluded.settled_by",
        recorded.subject,
        other,
        as_what,
        recorded.time,
        recorded.actor,
    )


async def page(db: Database, limit: int, offset: int) -> list[Pair]:
    """What still waits for a person first, the oldest of it at the top."""
    return [Pair(**row) for row in await db.fetch(_PAIRS, limit, offset)]


async def unmarked(db: Database, limit: int) -> list[ToMark]:
    rows = await db.fetch(
        "SELECT t.* FROM to_mark t LEFT JOIN marked m USING (subject)"
        " WHERE m.contents IS DISTINCT FROM t.contents ORDER BY t.reported_at, t.subject LIMIT $1",
        limit,
    )
    return [ToMark(**row) for row in rows]


async def alike(db: Database, subject: str, sought: Iterable[tuple[str, str, str]]) -> list[Alike]:
    """Cases with one of these marks, each (kind that is told, kind, hash)."""
    told, kinds, hashes = zip(*sought, strict=True) if sought else ((), (), ())
    rows = await db.fetch(_ALIKE, subject, list(told), list(kinds), list(hashes))
    return [Alike(**row) for row in rows]


async def mark(connection: Connection, it: ToMark, kept: Iterable[tuple[str, str]]) -> None:
    """In place of the marks it had, within a transaction that alone may write. Of a case that was erased meanwhile
    none are kept.
    """
    still = await connection.fetchval("SELECT 1 FROM to_mark WHERE subject = $1 FOR UPDATE", it.subject)
    if not still:
        return
    await connection.execute("DELETE FROM marks WHERE subject = $1", it.subject)
    await connection.executemany(
        "INSERT INTO marks VALUES ($1, $2, $3)", [(it.subject, kind, hash_) for kind, hash_ in kept]
    )
    await connection.execute(
        "INSERT INTO marked VALUES ($1, $2) ON CONFLICT (subject) DO UPDATE SET contents = excluded.contents",
        it.subject,
        it.contents,
    )
