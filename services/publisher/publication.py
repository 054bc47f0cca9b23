"""A publication as its events leave it."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.publisher import beforehand, care, collecting, corrections, held, passage
from services.publisher.beforehand import Beforehand
from services.publisher.care import Care
from services.publisher.collecting import Collecting
from services.publisher.corrections import Corrections
from services.publisher.held import Held
from services.publisher.passage import Passage
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.anonymity import CertificateVoided
from shared.events.base import Event
from shared.events.beforehand import LimitedToImprovements
from shared.events.holding import PublicationEnded, PublicationHeld
from shared.events.publisher import (
    AnonymityCertificateSigned,
    AnonymityCertified,
    CorrigendumPublished,
    DraftSaved,
    Lack,
    PublicationOpened,
    PublicationReady,
    PublicationScheduled,
    ReportPublished,
    ReportTakenDown,
    ReviewKind,
)


@dataclass(frozen=True)
class Publication:
    """One per case. Signatures, certificate and schedule are for the present text; another one voids them."""

    id: UUID | None = None
    practice_review: UUID | None = None
    kind: ReviewKind = "practice review"
    report_hash: str = ""  # of the report that the partners accepted
    text_hash: str = ""
    public_hash: str = ""  # of the text that is, or was last, on the site
    lacks: tuple[Lack, ...] = ()
    drafters: frozenset[str] = frozenset()
    signatures: tuple[str, ...] = ()
    certified: bool = False
    publish_on: date | None = None
    published_on: date | None = None
    taken_down_on: date | None = None
    ended: bool = False
    duties: Duties = field(default_factory=dict)
    dispatches: Dispatches = field(default_factory=dict)
    care: Care = field(default_factory=Care)
    passage: Passage = field(default_factory=Passage)
    held: Held = field(default_factory=Held)
    collecting: Collecting = field(default_factory=Collecting)
    beforehand: Beforehand = field(default_factory=Beforehand)

    @property
    def approved(self) -> bool:
        """By a second person, for the text and the day that are scheduled now."""
        return self.publish_on is not None and self.beforehand.approved_for == (self.text_hash, self.publish_on)

    corrections: Corrections = field(default_factory=Corrections)

    @property
    def settled(self) -> bool:
        """Public, and no correction is being made: nothing of its text is to be decided."""
        return self.published_on is not None and self.text_hash == self.public_hash

    def open_duty(self, rule: str, owed_to: str) -> Duty | None:
        for duty in self.duties.values():
            if duty.open and (duty.due.rule, duty.owed_to) == (rule, owed_to):
                return duty
        return None


def evolve(publication: Publication, event: Event) -> Publication:
    publication = _slices(publication, event)
    match event:
        case PublicationOpened(publication=id_, practice_review=practice_review, kind=kind):
            return replace(publication, id=id_, practice_review=practice_review, kind=kind)
        case PublicationReady(report_hash=report_hash):
            return replace(publication, report_hash=report_hash)
        case DraftSaved() | CertificateVoided() | LimitedToImprovements():
            return _of_another_text(publication, event)
        case AnonymityCertificateSigned(signed_by=person):
            return replace(publication, signatures=(*publication.signatures, person))
        case AnonymityCertified():
            return replace(publication, certified=True)
        case PublicationHeld():
            return replace(publication, publish_on=None)
        case PublicationEnded():
            return replace(publication, publish_on=None, ended=True)
        case PublicationScheduled(publish_on=day):
            return replace(publication, publish_on=day)
        case ReportPublished() | CorrigendumPublished() | ReportTakenDown():
            return _public(publication, event)
    return publication


def _public(
    publication: Publication, event: ReportPublished | CorrigendumPublished | ReportTakenDown
) -> Publication:
    match event:
        case ReportPublished(published_on=day, text_hash=hash_):
            return replace(publication, published_on=day, public_hash=hash_)
        case CorrigendumPublished(text_hash=hash_):
            return replace(publication, public_hash=hash_)
        case ReportTakenDown(taken_down_on=day):
            return replace(publication, taken_down_on=day)


def _slices(publication: Publication, event: Event) -> Publication:
    """What each remembers by itself."""
    return replace(
        publication,
        duties=duties.evolve(publication.duties, event),
        dispatches=dispatching.evolve(publication.dispatches, event),
        care=care.evolve(publication.care, event),
        passage=passage.evolve(publication.passage, event),
        held=held.evolve(publication.held, event),
        beforehand=beforehand.evolve(publication.beforehand, event),
        collecting=collecting.evolve(publication.collecting, event),
        corrections=corrections.evolve(publication.corrections, event),
    )


def _of_another_text(publication: Publication, event: Event) -> Publication:
    """Or of the same, when what was signed for it does not count any more."""
    voided = replace(publication, signatures=(), certified=False, publish_on=None)
    match event:
        case DraftSaved(text_hash=hash_, lacks=lacks, drafter=person):
            return replace(voided, text_hash=hash_, lacks=lacks, drafters=publication.drafters | {person})
        case LimitedToImprovements():  # the text was one of the report: another has to be drafted
            return replace(voided, text_hash="", lacks=())
    return voided
