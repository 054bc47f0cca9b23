"""Facts owned by the publisher about what a publication waits for. Topic: publisher.events."""

from uuid import UUID

from shared.events.base import Event


class PublicationHeld(Event):
    """Another process stands in the way: what was scheduled is not, and nothing is until the hold is lifted.

    Said whether or not there is a publication yet: the hold may be older than the review.
    """

    hold: UUID


class PublicationReleased(Event):
    """That hold was lifted. A day has to be chosen anew."""

    hold: UUID


EVENTS = (PublicationHeld, PublicationReleased)
