"""Decides about corrections: another text takes the public one's place, by all the doors that the first one went.

It is drafted, scanned, certified by two people and sent in advance like the first; two people then agree to it.
Only the seven working days may be waived, by a decision with its reason. The text that it replaces stays in the
log, and the year on the site goes on: it is the same report.
"""

from datetime import date

from services.publisher import advance_copies, repository
from services.publisher.commands import PublishCorrigendum
from services.publisher.corrections import ApproveCorrection, WaiveSevenDays
from services.publisher.publication import Publication
from services.publisher.readiness import against_the_text
from services.publisher.text import reference, text_hash
from shared.calendar import london_date
from shared.decider import Command, Occasion, Refused
from shared.events.base import Event
from shared.events.correcting import CorrectionAgreed, CorrectionProposed, SevenDaysWaived
from shared.events.publisher import CorrigendumPublished, PublicText
from shared.partnership import Partnership
from shared.sealed import Sealed


def may_draft(it: Publication, text: PublicText, hash_: str) -> None:
    """Raises Refused. Saving what is public already gives the correction up, and needs no words for readers."""
    _on_site(it)
    if hash_ != it.public_hash and not text.correction.strip():
        raise Refused("already-published", "What was published stays; a correction says what it corrects.")


def decide(partnership: Partnership, command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    _on_site(it)
    match command:
        case WaiveSevenDays(text_hash=hash_):
            _this(hash_, it)
            return _waive(command, it, occasion)
        case ApproveCorrection(text_hash=hash_):
            if it.settled and hash_ == it.public_hash:
                return []  # it is public already
            _this(hash_, it)
            return _approve(partnership, it, occasion)
    raise AssertionError(type(command).__name__)


def _on_site(it: Publication) -> None:
    if it.published_on is None:
        raise Refused("not-published", "Nothing of this case is on the site.")
    if it.taken_down_on or it.care.removed:
        raise Refused("not-on-the-site", "It is not on the site any more, so that there is nothing to correct.")


def _this(hash_: str, it: Publication) -> None:
    if it.settled:
        raise Refused("no-correction", "No correction has been drafted.")
    if hash_ != it.text_hash:
        raise Refused("another-text", "This is about another text than the present draft.")


def _waive(command: WaiveSevenDays, it: Publication, occasion: Occasion) -> list[Event]:
    assert it.id
    if it.corrections.waived:
        return []
    waived = SevenDaysWaived(
        publication=it.id,
        text_hash=it.text_hash,
        decided_by=occasion.actor,
        reason=Sealed.of(command.reason),
    )
    return [waived]


def _approve(partnership: Partnership, it: Publication, occasion: Occasion) -> list[Event]:
    """The same command is the proposal of the first person and the agreement of the second."""
    assert it.id
    first = it.corrections.proposed_by
    if it.corrections.agreed or first == occasion.actor:
        return []  # known; the second must be somebody else
    if against := reasons_against(partnership, it, london_date(occasion.at)):
        raise Refused("not-ready-to-publish", " ".join(against))
    if first and occasion.actor in it.drafters:
        raise Refused("drafted-by-you", "Whoever drafted the text cannot be the second person who agrees to it.")
    if not first:
        return [CorrectionProposed(publication=it.id, text_hash=it.text_hash, proposed_by=occasion.actor)]
    both = (first, occasion.actor)
    return [CorrectionAgreed(publication=it.id, text_hash=it.text_hash, agreed_by=both)]


def reasons_against(partnership: Partnership, it: Publication, today: date) -> list[str]:
    """Why the drafted correction cannot be published today: every reason at once, sentences for a person."""
    by = None if it.corrections.waived else today
    return [*against_the_text(it), *advance_copies.missing(partnership, it, by)]


def publish(
    partnership: Partnership, command: PublishCorrigendum, it: Publication, occasion: Occasion
) -> list[Event]:
    """Never raises to the worker: a newer draft, a removal or the end of the year has overtaken it."""
    hash_ = text_hash(command.text)
    if it.id is None or it.published_on is None or it.taken_down_on or it.care.removed:
        return []
    if it.settled or not (it.corrections.agreed and it.certified) or hash_ != it.text_hash:
        return []
    published = CorrigendumPublished(
        publication=it.id,
        reference=reference(it.id, it.published_on.year),
        number=it.corrections.published + 1,
        corrected_on=london_date(occasion.at),
        replaces=it.public_hash,
        **command.model_dump(exclude={"text"}),
        text_hash=hash_,
        text=command.text,
    )
    # Who has the text that it replaces is sent this one; who has none yet, will be on its day.
    return [published, *(repository.send(partnership, it, hash_) if repository.was_submitted(it) else ())]
