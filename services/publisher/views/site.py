"""What the public may see: reports while they are on the site, and the titles of all there ever were."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import DutyArose
from shared.events.publisher import (
    CorrigendumPublished,
    PastReviewListed,
    PublicText,
    ReportPublished,
    ReportTakenDown,
    ReviewKind,
    Scope,
    ThemesChosen,
)
from shared.events.removal import ReportRemoved
from shared.writes import Write

SCHEMA = """
CREATE TABLE public_reviews (
    publication uuid PRIMARY KEY, subject text NOT NULL, reference text NOT NULL, title text NOT NULL,
    kind text NOT NULL, year int NOT NULL, published_on date NOT NULL, taken_down_on date, until date,
    removed_on date, corrected_on date, themes text[] NOT NULL DEFAULT '{}', scope text NOT NULL, text jsonb);
CREATE INDEX ON public_reviews (reference);
CREATE TABLE chosen_themes (publication uuid PRIMARY KEY, themes text[] NOT NULL);
CREATE TABLE past_reviews (
    reference text PRIMARY KEY, title text NOT NULL, kind text NOT NULL, year int NOT NULL,
    archived boolean NOT NULL);
"""


class PublicReview(BaseModel):
    """`taken_down_on` set: the title stays, the text is gone. `until`: the first day without it.

    `removed_on` set: gone in an emergency, with its title. `scope`: whether the text is the report's.
    """

    reference: str
    title: str
    kind: ReviewKind
    year: int
    published_on: date
    taken_down_on: date | None
    until: date | None = None
    removed_on: date | None = None
    corrected_on: date | None = None
    scope: Scope = "full report"
    themes: tuple[str, ...] = ()


class PastReview(BaseModel):
    reference: str
    title: str
    kind: ReviewKind
    year: int
    archived: bool


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case ReportPublished() as it:
            _published(write, recorded.subject, it)
        case CorrigendumPublished(publication=publication, corrected_on=day, text=text):
            corrected = "corrected_on = $2, title = $3, text = $4::jsonb"
            words = text.model_dump_json()
            write(
                f"UPDATE public_reviews SET {corrected} WHERE publication = $1",
                publication,
                day,
                text.title,
                words,
            )
        case ReportTakenDown(publication=publication, taken_down_on=day):
            gone = "UPDATE public_reviews SET taken_down_on = $2, text = NULL WHERE publication = $1"
            write(gone, publication, day)
        case ReportRemoved(publication=publication, removed_on=day):
            nothing = "removed_on = $2, text = NULL, title = '', themes = '{}'"
            write(f"UPDATE public_reviews SET {nothing} WHERE publication = $1", publication, day)
        case DutyArose(about=publication, due=due) if due.rule == "take-down":
            write("UPDATE public_reviews SET until = $2 WHERE publication = $1", publication, due.due_on)
        case ThemesChosen(publication=publication, themes=themes):
            _themed(write, publication, themes)
        case PastReviewListed() as it:
            write(
                "INSERT INTO past_reviews VALUES ($1, $2, $3, $4, $5)",
                it.reference,
                it.title,
                it.kind,
                it.year,
                it.archived,
            )


def _themed(write: Write, publication: UUID, themes: tuple[str, ...]) -> None:
    """Also before it is published: they are kept until there is a review to show them with."""
    keep = "INSERT INTO chosen_themes VALUES ($1, $2) ON CONFLICT (publication) DO UPDATE SET themes = $2"
    write(keep, publication, list(themes))
    write("UPDATE public_reviews SET themes = $2 WHERE publication = $1", publication, list(themes))


def _published(write: Write, subject: str, it: ReportPublished) -> None:
    write(
        "INSERT INTO public_reviews (publication, subject, reference, title, kind, year, published_on,"
        " text, scope, themes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9,"
        " coalesce((SELECT themes FROM chosen_themes WHERE publication = $1), '{}'))",
        it.publication,
        subject,
        it.reference,
        it.text.title,
        it.kind,
        it.published_on.year,
        it.published_on,
        it.text.model_dump_json(),
        it.scope,
    )


_COLUMNS = (
    "reference, title, kind, year, published_on, taken_down_on, until, removed_on, corrected_on, scope, themes"
)


async def all_public(db: Database) -> list[PublicReview]:
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM public_reviews WHERE removed_on IS NULL"
        " ORDER BY published_on DESC, title, reference"
    )
    return [PublicReview(**row) for row in rows]


async def all_past(db: Database) -> list[PastReview]:
    rows = await db.fetch("SELECT * FROM past_reviews ORDER BY year DESC, title, reference")
    return [PastReview(**row) for row in rows]


async def one(db: Database, reference: str) -> tuple[PublicReview, PublicText | None] | None:
    """The review with this reference, and its text while it is on the site."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS}, text FROM public_reviews WHERE reference = $1 ORDER BY published_on", reference
    )
    if row is None:
        return None
    text = PublicText.model_validate_json(row["text"]) if row["text"] else None
    return PublicReview(**{name: row[name] for name in PublicReview.model_fields}), text


async def named(db: Database, reference: str) -> tuple[str, str | None] | None:
    """(title, the stream its text is on) of any review that was ever listed; no stream for one from before."""
    ours = await db.fetchrow(
        "SELECT title, subject FROM public_reviews WHERE reference = $1 AND removed_on IS NULL", reference
    )
    if ours:
        return ours["title"], ours["subject"]
    past = await db.fetchval("SELECT title FROM past_reviews WHERE reference = $1", reference)
    return (past, None) if past else None
