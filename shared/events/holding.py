"""Facts owned by the publisher about what a publication waits for. Topic: publisher.events."""

from typing import Literal
from uuid import UUID

from shared.events.base import Event

EndedBecause = Literal["another review takes its place", "the partners decided not to publish"]


class PublicationHeld(Event):
    """Another process stands in the way: what was scheduled is not, and nothing is until the hold is lifted.

    Said whether or not there is a publication yet: the hold may be older than the review.
    """

    hold: UUID


class PublicationReleased(Event):
    """That hold was lifted. A day has to be chosen anew."""

    hold: UUID


class PublicationEnded(Event):
    """Nothing is published of this review: another takes its place, or the safeguarding partners decided so."""

    publication: UUID
    because: EndedBecause


EVENTS = (PublicationHeld, PublicationReleased, PublicationEnded)
