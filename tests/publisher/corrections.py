"""One good correction of the publisher's example: a month is taken out of the text on 1 February 2027."""

from datetime import UTC, datetime

from services.publisher.commands import PublishCorrigendum, SendAdvanceCopies
from services.publisher.corrections import ApproveCorrection, WaiveSevenDays
from services.publisher.text import text_hash
from shared.dispatch import post
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.events.base import Event
from shared.events.correcting import CorrectionAgreed, CorrectionProposed, SevenDaysWaived
from shared.events.publisher import (
    AnonymityCertificateSigned,
    AnonymityCertified,
    CorrigendumPublished,
    PublicText,
)
from shared.sealed import Sealed
from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

AT = datetime(2027, 2, 1, 10, tzinfo=UTC)  # a Monday
NOTE = "The month of a visit was given; it was not needed."
text = ex.text.model_copy(
    update={"report": ex.REPORT.replace("concern of *March*", "concern"), "correction": NOTE}
)
HASH = text_hash(text)

waive = WaiveSevenDays(text_hash=HASH, reason="A month could lead to the family.")
approve = ApproveCorrection(text_hash=HASH)
publish = PublishCorrigendum(text=text, pdf_hash="c" * 64, pdf_made_with="WeasyPrint 70.0")

waived = SevenDaysWaived(
    publication=ex.PUBLICATION, text_hash=HASH, decided_by=ex.FIRST, reason=Sealed.of(waive.reason)
)
proposed = CorrectionProposed(publication=ex.PUBLICATION, text_hash=HASH, proposed_by=ex.FIRST)
agreed = CorrectionAgreed(publication=ex.PUBLICATION, text_hash=HASH, agreed_by=(ex.FIRST, ex.SECOND))
published = CorrigendumPublished(
    publication=ex.PUBLICATION,
    reference=ex.REFERENCE,
    number=1,
    corrected_on=AT.date(),
    replaces=ex.HASH,
    text_hash=HASH,
    text=text,
    pdf_hash="c" * 64,
    pdf_made_with="WeasyPrint 70.0",
)


def signed(person: str) -> AnonymityCertificateSigned:
    return ex.signed(person).model_copy(update={"text_hash": HASH})


def copies(revision: int, at: datetime) -> tuple[Event, ...]:
    """The corrected text, handed over to all three at this moment."""
    found: list[Event] = []
    for recipient in ex.RECIPIENTS:
        id_ = ex.dispatch_to(recipient, revision)
        found += [
            ex.copy_due(recipient, hash_=HASH, revision=revision),
            ex.attempted(recipient).model_copy(update={"dispatch": id_}),
            ex.handed_over(recipient, at).model_copy(update={"dispatch": id_}),
        ]
    return tuple(found)


drafted_so_far = (*ex.published_so_far, ex.drafted(text))
certified_so_far = (
    *drafted_so_far,
    ex.scanned(words=text),
    signed(ex.FIRST),
    signed(ex.SECOND),
    AnonymityCertified(publication=ex.PUBLICATION, text_hash=HASH, signed_by=(ex.FIRST, ex.SECOND)),
)


async def corrected(service: Service, clock: SteppedClock, words: PublicText = text) -> None:
    """The whole way, on the case that `stories.published` has published."""
    clock.at = AT
    hash_ = text_hash(words)
    await stories.do(service, ex.save(words))
    await stories.scan(service)
    await stories.settle(service)
    for person in (ex.FIRST, ex.SECOND):
        await stories.do(service, ex.sign(hash_), person)
    await stories.do(service, waive.model_copy(update={"text_hash": hash_}), ex.FIRST)
    await stories.do(service, SendAdvanceCopies(publish_on=AT.date()))
    for row in await post.ready(service.log.pool, AT):
        await stories.do(service, AttemptDispatch(dispatch=row.dispatch, attempt=1))
        await stories.do(service, RecordHandOver(dispatch=row.dispatch, attempt=1, response="250 ok"))
    for person in (ex.FIRST, ex.SECOND):
        await stories.do(service, ApproveCorrection(text_hash=hash_), person)
    await stories.work(service, clock, AT)
