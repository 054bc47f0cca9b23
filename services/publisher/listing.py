"""The list of reviews as the public sees it: by year, newest first, and by type; what is archived at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.publisher.views.site import PastReview, PublicReview
from shared.events.publisher import ReviewKind

HEADINGS: dict[ReviewKind, str] = {
    "practice review": "Practice reviews",
    "thematic review": "Thematic reviews",
    "serious case review": "Serious case reviews",
    "professionals' briefing": "Professionals’ briefings",
}


@dataclass(frozen=True)
class Entry:
    """`reference` is empty for a title without a page of its own."""

    title: str
    kind: ReviewKind
    year: int
    reference: str = ""
    published_on: date | None = None
    corrected_on: date | None = None
    improvements_only: bool = False


@dataclass(frozen=True)
class Listing:
    years: Sequence[tuple[int, Sequence[tuple[str, Sequence[Entry]]]]]  # year, then (heading, entries)
    archived: Sequence[Entry]


def arrange(public: Sequence[PublicReview], past: Sequence[PastReview]) -> Listing:
    on_site = [_public(it) for it in public if it.taken_down_on is None]
    on_site += [_past(it) for it in past if not it.archived]
    archived = [_public(it) for it in public if it.taken_down_on]
    archived += [_past(it) for it in past if it.archived]
    return Listing(
        years=[(year, _by_kind(on_site, year)) for year in sorted({it.year for it in on_site}, reverse=True)],
        archived=sorted(archived, key=lambda it: (-it.year, it.title)),
    )


def _by_kind(entries: Sequence[Entry], year: int) -> list[tuple[str, list[Entry]]]:
    found = [
        (heading, [it for it in entries if (it.year, it.kind) == (year, kind)])
        for kind, heading in HEADINGS.items()
    ]
    return [(heading, of_kind) for heading, of_kind in found if of_kind]


def _public(it: PublicReview) -> Entry:
    limited = it.scope == "improvements only"
    return Entry(it.title, it.kind, it.year, it.reference, it.published_on, it.corrected_on, limited)


def _past(it: PastReview) -> Entry:
    return Entry(it.title, it.kind, it.year)
