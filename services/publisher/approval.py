"""The second person's agreement, and what takes it back. Without it nothing is published."""

from collections.abc import Sequence

from services.publisher.publication import Publication
from shared.events.base import Event
from shared.events.beforehand import ApprovalTakenBack, TakenBackBecause
from shared.events.dispatch import DispatchRefused


def taken_back(it: Publication, because: TakenBackBecause) -> list[Event]:
    """Something came that the second person did not know of."""
    if it.id is None or not it.approved or it.published_on:
        return []
    return [ApprovalTakenBack(publication=it.id, because=because)]


def came_back(it: Publication, said: Sequence[Event]) -> list[Event]:
    """A recipient refused its copy of this text after all: it has none in advance."""
    if any(
        isinstance(event, DispatchRefused) and it.dispatches[event.dispatch].document_hash == it.text_hash
        for event in said
    ):
        return taken_back(it, "a copy came back")
    return []
