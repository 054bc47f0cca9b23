"""Facts owned by the publisher about the national case review repository. Topic: publisher.events.

What is sent there, and whether it arrived, is told by its dispatches.
"""

from uuid import UUID

from shared.events.base import Event


class RepositoryNamingChosen(Event):
    """Whether the repository may show which partnership a report comes from. Not chosen: it may."""

    publication: UUID
    anonymously: bool


EVENTS = (RepositoryNamingChosen,)
