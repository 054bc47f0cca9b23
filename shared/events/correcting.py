"""Facts owned by the publisher about correcting what is public. Topic: publisher.events."""

from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed


class SevenDaysWaived(Event):
    """Decided for this corrected text alone: it does not wait seven working days with its new advance copies."""

    publication: UUID
    text_hash: str
    decided_by: str
    reason: Sealed[str]


class CorrectionProposed(Event):
    """The first of two people says that this text is to take the public one's place."""

    publication: UUID
    text_hash: str
    proposed_by: str


class CorrectionAgreed(Event):
    """The second says so too: it is published at once."""

    publication: UUID
    text_hash: str
    agreed_by: tuple[str, str]


EVENTS = (SevenDaysWaived, CorrectionProposed, CorrectionAgreed)
