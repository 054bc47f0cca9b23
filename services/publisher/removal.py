"""Emergency take-down: at once, on the word of two people or by the order of a court, whatever the year says."""

from services.publisher import repository
from services.publisher.care import RemoveReport
from services.publisher.publication import Publication
from shared.calendar import london_date
from shared.decider import Occasion, Refused
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.removal import RemovalProposed, ReportRemoved
from shared.partnership import Partnership
from shared.sealed import Sealed

PUBLIC = "public"


def remove(partnership: Partnership, command: RemoveReport, it: Publication, occasion: Occasion) -> list[Event]:
    """The same command is the proposal of the first person and the agreement of the second."""
    if it.published_on is None:
        raise Refused("not-published", "Nothing of this case is on the site.")
    if it.care.removed:
        return []
    if bool(command.court_order) != (command.ground == "court order"):
        raise Refused("court-order", "A court order has a number, and no other ground has one.")
    if command.court_order:
        return _removed(partnership, command, it, occasion, (occasion.actor,))
    first = it.care.removal_proposed_by
    if not first:
        return [_proposed(command, it, occasion)]
    if first == occasion.actor:
        return []  # the second must be somebody else
    return _removed(partnership, command, it, occasion, (first, occasion.actor))


def _proposed(command: RemoveReport, it: Publication, occasion: Occasion) -> RemovalProposed:
    assert it.id
    return RemovalProposed(
        publication=it.id,
        ground=command.ground,
        explanation=Sealed.of(command.explanation),
        proposed_by=occasion.actor,
    )


def _removed(
    partnership: Partnership, command: RemoveReport, it: Publication, occasion: Occasion, people: tuple[str, ...]
) -> list[Event]:
    assert it.id
    removed = ReportRemoved(
        publication=it.id,
        ground=command.ground,
        removed_on=london_date(occasion.at),
        authorised_by=people,
        court_order=command.court_order,
        explanation=Sealed.of(command.explanation),
    )
    return [
        removed,
        *duties.fell_away(it.open_duty("take-down", PUBLIC), "the report was removed"),
        *repository.take_back(partnership, it),
    ]
