"""Facts owned by the publisher. Topic: publisher.events."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events import (
    anonymity,
    beforehand,
    correcting,
    dispatch,
    duties,
    holding,
    removal,
    repository,
    requests,
)
from shared.events.base import QUARANTINE, Event, Vocabulary
from shared.sealed import Sealed

ReviewKind = Literal["practice review", "thematic review", "serious case review", "professionals' briefing"]
Scope = Literal["full report", "improvements only"]
Lack = Literal["the reviewer's name", "the six-step briefing"]


class PublicText(BaseModel):
    """What the public reads: Markdown, and the six steps of the briefing as (heading, text).

    Empty: no response of the partners, or no Easy Read version, is published with it. `correction` tells readers
    what was corrected in it since it was first published; empty in the first text.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    pseudonym: str
    reviewer: str
    report: str
    briefing: tuple[tuple[str, str], ...]
    response: str = ""
    easy_read: str = ""
    correction: str = ""


class PublicationOpened(Event):
    """A practice review was begun, so something is owed to the public."""

    publication: UUID
    practice_review: UUID
    kind: ReviewKind


class PublicationReady(Event):
    """The partners accepted the report: the public text can be drafted."""

    publication: UUID
    report_hash: str
    reviewer: Sealed[str]


class DraftSaved(Event):
    """A version of the public text. Until it is certified it may identify somebody, so it is sealed."""

    publication: UUID
    text_hash: str  # SHA-256 of the canonical text: certificate, copies and publication are bound to it
    text: Sealed[PublicText]
    drafter: str = ""  # may not certify it
    lacks: tuple[Lack, ...] = ()  # what it cannot be published without: the seal hides it


class AnonymityCertificateSigned(Event):
    """One of the two people who tried to identify the family and could not."""

    publication: UUID
    text_hash: str
    method: str
    signed_by: str = ""
    searched: tuple[anonymity.Searched, ...] = ()  # empty: signed before the checklist was asked for


class AnonymityCertified(Event):
    """Two people have signed for exactly this text. Any change voids it."""

    publication: UUID
    text_hash: str
    signed_by: tuple[str, str]


class PublicationScheduled(Event):
    """It will be published at the start of this London day."""

    publication: UUID
    text_hash: str
    publish_on: date
    scheduled_by: str = ""  # somebody else must approve it; empty: scheduled before that was asked for


class ReportPublished(Event):
    """It is public, and so is the text: it stands here in the clear."""

    publication: UUID
    reference: str  # permanent and short; it is in the address
    kind: ReviewKind
    published_on: date
    text_hash: str
    text: PublicText
    pdf_hash: str = ""  # SHA-256 of the PDF of this text; empty: published before there was one
    pdf_made_with: str = ""  # another release may make other bytes of the same words
    scope: Scope = "full report"


class CorrigendumPublished(Event):
    """The corrected text is public, at the same address; what it replaces stays in the log. Its year goes on."""

    publication: UUID
    reference: str
    number: int  # 1: the first correction
    corrected_on: date
    replaces: str  # the hash of the text that was public until then
    text_hash: str
    text: PublicText  # its `correction` says what was corrected
    pdf_hash: str
    pdf_made_with: str


class ReportTakenDown(Event):
    """A full year has run. A permanent page stays, and copies are given on request."""

    publication: UUID
    taken_down_on: date


class ThemesChosen(Event):
    """What the report is about, in the partnership's own list of themes: readers filter by them."""

    publication: UUID
    themes: tuple[str, ...]


class PastReviewListed(Event):
    """A review from before this system: its title only. The text is with the partnership."""

    reference: str
    title: str
    kind: ReviewKind
    year: int
    archived: bool


PUBLISHER = Vocabulary.of(
    "publisher",
    PublicationOpened,
    PublicationReady,
    DraftSaved,
    AnonymityCertificateSigned,
    AnonymityCertified,
    PublicationScheduled,
    ReportPublished,
    CorrigendumPublished,
    ReportTakenDown,
    ThemesChosen,
    PastReviewListed,
    *anonymity.EVENTS,
    *beforehand.EVENTS,
    *correcting.EVENTS,
    *holding.EVENTS,
    *QUARANTINE,
    *requests.EVENTS,
    *removal.EVENTS,
    *repository.EVENTS,
    *duties.EVENTS,
    *dispatch.EVENTS,
    upcasters={**dispatch.upcasters("publisher"), **duties.upcasters("publisher")},
)
