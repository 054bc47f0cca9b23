"""A public site that has something to show: reports of these days in full, and the titles of earlier years."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID, uuid5

from msgspec.structs import replace

from deploy.bench.prose import SENTENCES
from services.publisher.past_reviews import SUBJECT
from services.publisher.text import reference, text_hash
from shared.events.base import Event, Recorded, encode, event_type
from shared.events.publisher import (
    PastReviewListed,
    PublicationOpened,
    PublicText,
    ReportPublished,
    ReviewKind,
)
from shared.ids import NAMESPACE

REPORTS, TITLES = 40, 60
KINDS: tuple[ReviewKind, ...] = ("practice review", "thematic review", "serious case review")
FIRST_YEAR, YEARS = 2009, 17


def said(today: date) -> Iterator[Recorded]:
    """In order, stream by stream. Published today: so nothing is due to be mailed or taken down meanwhile."""
    for number in range(REPORTS):
        id_ = uuid5(NAMESPACE, f"bench/publication/{number}")
        yield from _stream(str(uuid5(NAMESPACE, f"bench/published/{number}")), _published(id_, number, today))
    yield from _stream(SUBJECT, map(_past, range(TITLES)))


def _published(id_: UUID, number: int, today: date) -> Iterator[Event]:
    """Its text is long, as reports are: the list does not read it, and must not."""
    paragraphs = [" ".join(SENTENCES[start:] + SENTENCES[:start]) for start in range(len(SENTENCES))]
    text = PublicText(
        title=f"Local child safeguarding practice review: River {number}",
        pseudonym=f"River {number}",
        reviewer="Dr A. Example",
        report="\n\n".join(paragraphs),
        briefing=(),
    )
    kind = KINDS[number % 2]
    yield PublicationOpened(publication=id_, practice_review=id_, kind=kind)
    yield ReportPublished(
        publication=id_,
        reference=reference(id_, today.year),
        kind=kind,
        published_on=today,
        text_hash=text_hash(text),
        text=text,
    )


def _past(number: int) -> PastReviewListed:
    year = FIRST_YEAR + number % YEARS
    return PastReviewListed(
        reference=reference(uuid5(NAMESPACE, f"bench/past/{number}"), year),
        title=f"Child {number}",
        kind=KINDS[number % len(KINDS)],
        year=year,
        archived=number % 4 == 0,
    )


def _stream(subject: str, story: Iterator[Event]) -> Iterator[Recorded]:
    """Each with the hash of the one before it."""
    before = b""
    for version, event in enumerate(story, 1):
        id_ = uuid5(NAMESPACE, f"{subject}/{version}")
        unwired = Recorded(
            id=id_,
            source="publisher",
            type=event_type("publisher", type(event)),
            subject=subject,
            version=version,
            time=datetime.now(UTC),
            cause=id_,
            correlation=id_,
            actor="person:editor",
            data=event,
            prevhash=sha256(before).hexdigest() if before else "",
            policy="2026-04",
            command=id_.hex,
        )
        before = encode(unwired)
        yield replace(unwired, wire=before)
