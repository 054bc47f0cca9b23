"""A recipient is reached another way than the file says: proposed by one person, confirmed by another.

Said by the notifier, on the stream `recipients/<id>`; reviews and the publisher hear it, and send by it too.
"""

from uuid import UUID

from shared.events.base import Event
from shared.events.dispatch import Channel
from shared.sealed import Sealed


class RecipientChangeProposed(Event):
    """Nothing changes yet. A later proposal takes the place of an earlier one."""

    change: UUID
    recipient: str
    channel: Channel
    address: str
    proposer: str
    reason: Sealed[str]


class RecipientChangeConfirmed(Event):
    """Somebody else agreed: from now on everything for this recipient goes there."""

    change: UUID
    recipient: str
    channel: Channel
    address: str


class RecipientChangeDropped(Event):
    """It was not to be."""

    change: UUID
    recipient: str
    reason: Sealed[str]


EVENTS = (RecipientChangeProposed, RecipientChangeConfirmed, RecipientChangeDropped)
