"""Every publication and where it stands."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.calendar import london_date
from shared.event_log import Database
from shared.events.anonymity import CertificateVoided
from shared.events.base import Recorded
from shared.events.beforehand import ApprovalTakenBack, LimitedToImprovements, PublicationApproved
from shared.events.holding import PublicationEnded, PublicationHeld
from shared.events.publisher import (
    AnonymityCertificateSigned,
    AnonymityCertified,
    CorrigendumPublished,
    DraftSaved,
    PublicationOpened,
    PublicationReady,
    PublicationScheduled,
    ReportPublished,
    ReportTakenDown,
)
from shared.events.removal import ReportRemoved
from shared.writes import Write

SCHEMA = """
CREATE TABLE publications (
    subject text PRIMARY KEY, publication uuid NOT NULL, practice_review uuid NOT NULL, kind text NOT NULL,
    state text NOT NULL, opened_at timestamptz NOT NULL, text_hash text, drafted_by text,
    signed_by text[] NOT NULL DEFAULT '{}', publish_on date, reference text, published_on date,
    taken_down_on date, scheduled_by text, approved_by text, scope text NOT NULL DEFAULT 'full report',
    ended_because text, ended_on date, public_hash text, corrected_on date);
"""


class PublicationRow(BaseModel):
    """state: opened, ready, drafted, certified, scheduled, published, correcting, taken down, removed, ended.

    `scope`: full report, or improvements only. `approved_by`: the second person, for `publish_on`.
    `public_hash`: of the text that is on the site, which a correction in hand is not.
    """

    subject: str
    publication: UUID
    practice_review: UUID
    kind: str
    state: str
    opened_at: datetime
    text_hash: str | None
    drafted_by: str | None
    signed_by: list[str]
    publish_on: date | None
    reference: str | None
    published_on: date | None
    taken_down_on: date | None
    scheduled_by: str | None
    approved_by: str | None
    scope: str
    ended_because: str | None
    ended_on: date | None
    public_hash: str | None = None
    corrected_on: date | None = None


class YearOfPublications(BaseModel):
    """By the year of publication, or of the decision that ended it (London dates)."""

    year: int
    published_in_full: int
    improvements_only: int
    not_published: int
    superseded: int


_BY_YEAR = """
SELECT extract(year FROM coalesce(published_on, ended_on))::int AS year,
    count(*) FILTER (WHERE published_on IS NOT NULL AND scope = 'full report') AS published_in_full,
    count(*) FILTER (WHERE published_on IS NOT NULL AND scope = 'improvements only') AS improvements_only,
    count(*) FILTER (WHERE ended_because = 'the partners decided not to publish') AS not_published,
    count(*) FILTER (WHERE ended_because = 'another review takes its place') AS superseded
FROM publications WHERE coalesce(published_on, ended_on) IS NOT NULL GROUP BY 1 ORDER BY 1 DESC
"""
_NO_DAY = "publish_on = NULL, scheduled_by = NULL, approved_by = NULL"
_SET = "UPDATE publications SET {} WHERE subject = $1"
# To save the public text again is to give a correction up.
_DRAFTED = (
    "CASE WHEN published_on IS NULL THEN 'drafted' WHEN public_hash = $2 THEN 'published' ELSE 'correcting' END"
)


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case PublicationOpened() as it:
            _opened(write, recorded, it)
        case PublicationReady():
            ready = "state = CASE state WHEN 'opened' THEN 'ready' ELSE state END"
            write(_SET.format(ready), case)
        case DraftSaved(text_hash=hash_, drafter=drafter):
            drafted = f"state = {_DRAFTED}, text_hash = $2, drafted_by = $3, signed_by = $4"
            write(_SET.format(f"{drafted}, {_NO_DAY}"), case, hash_, drafter, [])
        case ReportPublished() | CorrigendumPublished() as it:
            _public(write, case, it)
        case ReportRemoved(removed_on=day):
            write(_SET.format("state = 'removed', taken_down_on = coalesce(taken_down_on, $2)"), case, day)
        case ReportTakenDown(taken_down_on=day):
            write(_SET.format("state = 'taken down', taken_down_on = $2"), case, day)
        case PublicationHeld() | PublicationEnded() | CertificateVoided() | LimitedToImprovements():
            _taken_back(write, recorded)
        case _:
            _agreed(write, recorded)


def _public(write: Write, case: str, it: ReportPublished | CorrigendumPublished) -> None:
    match it:
        case ReportPublished(reference=reference, published_on=day, text_hash=hash_):
            published = "state = 'published', reference = $2, published_on = $3, public_hash = $4"
            write(_SET.format(published), case, reference, day, hash_)
        case CorrigendumPublished(corrected_on=day, text_hash=hash_):
            write(_SET.format("state = 'published', corrected_on = $2, public_hash = $3"), case, day, hash_)


def _agreed(write: Write, recorded: Recorded) -> None:
    """Who signed, chose the day and approved it."""
    case = recorded.subject
    match recorded.data:
        case AnonymityCertificateSigned(signed_by=person):
            write(_SET.format("signed_by = array_append(signed_by, $2::text)"), case, person)
        case AnonymityCertified():
            write(_SET.format("state = CASE WHEN published_on IS NULL THEN 'certified' ELSE state END"), case)
        case PublicationScheduled(publish_on=day, scheduled_by=person):
            scheduled = "state = 'scheduled', publish_on = $2, scheduled_by = $3, approved_by = NULL"
            write(_SET.format(scheduled), case, day, person)
        case PublicationApproved(approved_by=person):
            write(_SET.format("approved_by = $2"), case, person)
        case ApprovalTakenBack():
            write(_SET.format("approved_by = NULL"), case)


def _taken_back(write: Write, recorded: Recorded) -> None:
    """The day; with the certificate what was signed; and where the report is not published, its text."""
    case = recorded.subject
    match recorded.data:
        case PublicationEnded(because=because):
            ended = f"state = 'ended', {_NO_DAY}, ended_because = $2, ended_on = $3"
            write(_SET.format(ended), case, because, london_date(recorded.time))
        case PublicationHeld():
            held = f"state = CASE state WHEN 'scheduled' THEN 'certified' ELSE state END, {_NO_DAY}"
            write(_SET.format(held), case)
        case CertificateVoided():
            voided = "state = CASE WHEN published_on IS NULL THEN 'drafted' ELSE state END"
            write(_SET.format(f"{voided}, signed_by = $2, {_NO_DAY}"), case, [])
        case LimitedToImprovements():
            limited = "scope = 'improvements only', text_hash = NULL, signed_by = $2"
            again = "state = CASE state WHEN 'opened' THEN state ELSE 'ready' END"
            write(_SET.format(f"{again}, {limited}, {_NO_DAY}"), case, [])


def _opened(write: Write, recorded: Recorded, it: PublicationOpened) -> None:
    write(
        "INSERT INTO publications (subject, publication, practice_review, kind, state, opened_at)"
        " VALUES ($1, $2, $3, $4, 'opened', $5)",
        recorded.subject,
        it.publication,
        it.practice_review,
        it.kind,
        recorded.time,
    )


async def all_publications(db: Database) -> list[PublicationRow]:
    rows = await db.fetch("SELECT * FROM publications ORDER BY opened_at DESC, subject LIMIT 500")
    return [PublicationRow(**row) for row in rows]


async def by_year(db: Database) -> list[YearOfPublications]:
    """The newest first. A year in which nothing was published or decided is not there."""
    return [YearOfPublications(**row) for row in await db.fetch(_BY_YEAR)]


async def one(db: Database, subject: str) -> PublicationRow | None:
    row = await db.fetchrow("SELECT * FROM publications WHERE subject = $1", subject)
    return PublicationRow(**row) if row else None
