"""Full-text search of what is on the site, and of the titles of all there ever were, with filters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.publisher import (
    CorrigendumPublished,
    PastReviewListed,
    PublicText,
    ReportPublished,
    ReportTakenDown,
    ReviewKind,
)
from shared.events.removal import ReportRemoved
from shared.writes import Write

# The key is the publication's id, or the reference of a review from before this system.
SCHEMA = """
CREATE TABLE public_words (key text PRIMARY KEY, title text NOT NULL, body text NOT NULL, words tsvector NOT NULL);
CREATE INDEX ON public_words USING gin (words);
"""
PAGE = 25
MARK, UNMARK = "\x02", "\x03"  # no text of ours has them: whoever shows a passage escapes it, then puts in tags
_KEEP = (
    "INSERT INTO public_words VALUES ($1, $2, $3, setweight(to_tsvector('english', $2), 'A')"
    " || setweight(to_tsvector('english', $3), 'B')) ON CONFLICT (key) DO UPDATE"
    " SET title = excluded.title, body = excluded.body, words = excluded.words"
)
_TITLE_ONLY = (
    "UPDATE public_words SET body = '', words = setweight(to_tsvector('english', title), 'A') WHERE key = $1"
)


@dataclass(frozen=True)
class Asked:
    """Nothing asked for finds everything. `page` counts from 1."""

    words: str = ""
    year: int | None = None
    kind: ReviewKind | None = None
    theme: str = ""
    page: int = 1

    @property
    def anything(self) -> bool:
        return bool(self.words or self.year or self.kind or self.theme)


@dataclass(frozen=True)
class Choices:
    """What a reader can filter by: only what finds something."""

    years: Sequence[int] = ()
    kinds: Sequence[ReviewKind] = ()
    themes: Sequence[str] = ()


class Match(BaseModel):
    """`passage` has MARK and UNMARK around the words found; empty when the title alone is here."""

    reference: str
    title: str
    kind: ReviewKind
    year: int
    published_on: date | None
    linked: bool
    passage: str


@dataclass(frozen=True)
class Found:
    total: int = 0
    matches: Sequence[Match] = field(default_factory=tuple)


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case ReportPublished(publication=id_, text=text) | CorrigendumPublished(publication=id_, text=text):
            write(_KEEP, str(id_), text.title, searchable(text))
        case ReportTakenDown(publication=id_):
            write(_TITLE_ONLY, str(id_))
        case ReportRemoved(publication=id_):
            write("DELETE FROM public_words WHERE key = $1", str(id_))
        case PastReviewListed(reference=reference, title=title):
            write(_KEEP, reference, title, "")


def searchable(text: PublicText) -> str:
    """The words of report, briefing and the other parts; Markdown's own marks separate them, and are no words."""
    steps = "\n".join(f"{heading}\n{step}" for heading, step in text.briefing)
    every = "\n".join((text.report, steps, text.response, text.easy_read, text.correction))
    return every.replace(MARK, "").replace(UNMARK, "")


# Each review once: those of ours, then those from before.
_ALL = """(
    SELECT publication::text AS key, reference, kind, year, published_on, themes, true AS linked
    FROM public_reviews WHERE removed_on IS NULL
    UNION ALL
    SELECT reference, reference, kind, year, NULL, '{}'::text[], false FROM past_reviews
) AS review JOIN public_words USING (key)"""
_WHERE = """
    ($1 = '' OR words @@ websearch_to_tsquery('english', $1)) AND ($2::int IS NULL OR year = $2)
    AND ($3::text IS NULL OR kind = $3) AND ($4 = '' OR $4 = ANY (themes))"""
_HEADLINE = f"StartSel={MARK}, StopSel={UNMARK}, MaxFragments=2, MinWords=12, MaxWords=30, FragmentDelimiter= … "
# The passage is cut for the page that is shown, not for all that was found.
_FIND = f"""
SELECT reference, title, kind, year, published_on, linked,
    CASE WHEN $1 <> '' AND to_tsvector('english', body) @@ websearch_to_tsquery('english', $1)
    THEN ts_headline('english', body, websearch_to_tsquery('english', $1), $6) ELSE '' END AS passage
FROM (
    SELECT * FROM {_ALL} WHERE {_WHERE}
    ORDER BY ts_rank(words, websearch_to_tsquery('english', $1)) DESC, year DESC, title, reference
    LIMIT {PAGE} OFFSET $5
) AS page"""


async def find(db: Database, asked: Asked) -> Found:
    """`words` in the manner of web searches: "a phrase", or, -without."""
    given = (asked.words, asked.year, asked.kind, asked.theme)
    total = await db.fetchval(f"SELECT count(*) FROM {_ALL} WHERE {_WHERE}", *given)
    rows = await db.fetch(_FIND, *given, (asked.page - 1) * PAGE, _HEADLINE)
    return Found(total, [Match(**row) for row in rows])


async def choices(db: Database) -> Choices:
    rows = await db.fetch(f"SELECT DISTINCT year, kind, themes FROM {_ALL}")
    return Choices(
        years=sorted({row["year"] for row in rows}, reverse=True),
        kinds=sorted({row["kind"] for row in rows}),
        themes=sorted({theme for row in rows for theme in row["themes"]}),
    )
