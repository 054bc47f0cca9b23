"""When information on improvements is published, and not the report: what was drafted of that is void."""

from services.publisher import advance_copies
from services.publisher.beforehand import LimitToImprovements
from services.publisher.publication import Publication
from shared.events.base import Event
from shared.events.beforehand import LimitedToImprovements


def decide(command: LimitToImprovements, it: Publication) -> list[Event]:
    """Never raises to a reaction."""
    if it.id is None or it.practice_review != command.practice_review or it.ended or it.published_on:
        return []  # another review's, over, or public already
    if it.beforehand.limited:
        return []
    limited = LimitedToImprovements(publication=it.id, decision=command.decision, decided_on=command.decided_on)
    return [limited, *advance_copies.void(it)]
