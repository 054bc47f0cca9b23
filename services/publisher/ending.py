"""When nothing is to be published of a review any more: another takes its place, or the partners decided so."""

from uuid import UUID

from services.publisher.publication import Publication
from shared.decider import Command
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.holding import EndedBecause, PublicationEnded


class EndPublication(Command):
    """From a reaction: reviews says that this review has no report to publish."""

    practice_review: UUID
    because: EndedBecause


ENDING = (EndPublication,)


def decide(command: EndPublication, it: Publication) -> list[Event]:
    """What was owed to the public falls away, and what was not sent is not. Never raises to a reaction."""
    if it.id is None or it.practice_review != command.practice_review or it.ended or it.published_on:
        return []  # another review's, known, or public already
    fallen = [event for duty in it.duties.values() for event in duties.fell_away(duty, command.because)]
    return [
        PublicationEnded(publication=it.id, because=command.because),
        *fallen,
        *dispatching.withdrawn(it.dispatches, it.id, command.because),
    ]
