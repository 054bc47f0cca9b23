"""Documents of a case: with an agency's return, if it was asked for one; in writing to the reviewer."""

from collections.abc import Set
from dataclasses import dataclass, replace
from uuid import UUID

from services.reviews.document_commands import DOCUMENTS, KeepDocument
from shared.decider import Decider, Occasion, Refused
from shared.events.base import Event
from shared.events.documents import DocumentKept
from shared.events.gathering import AgencyReturnReleased, AgencyReturnRequested
from shared.events.reviews import PracticeReviewInitiated
from shared.sealed import Sealed


@dataclass(frozen=True)
class Keeping:
    asked: Set[str] = frozenset()
    practice_review: bool = False
    kept: Set[tuple[UUID, str]] = frozenset()  # with whose it is


def decide(command: KeepDocument, it: Keeping, occasion: Occasion) -> list[Event]:
    kind, _, who = occasion.actor.partition(":")
    if command.about == "written request":
        if kind == "agency":
            raise Refused("staff-alone", "A request to the reviewer is written by the partnership.")
        if not it.practice_review:
            raise Refused("no-such-review", "There is no practice review on this case.")
    elif kind == "agency" and who != command.agency:
        raise Refused("own-return", "An agency sends its own return, and no other's.")
    elif command.agency not in it.asked:
        raise Refused("no-such-request", "This agency was not asked for a return on this case.")
    if (command.document, command.agency) in it.kept:
        return []  # the same bytes
    told = command.model_dump(exclude={"name"})
    return [DocumentKept(**told, name=Sealed.of(command.name))]


def evolve(it: Keeping, event: Event) -> Keeping:
    match event:
        case AgencyReturnRequested(agency=agency):
            return replace(it, asked=it.asked | {agency})
        case AgencyReturnReleased(agency=agency):
            return replace(it, asked=it.asked - {agency})
        case PracticeReviewInitiated():
            return replace(it, practice_review=True)
        case DocumentKept(document=id_, agency=agency):
            return replace(it, kept=it.kept | {(id_, agency)})
        case _:
            return it


keeping: Decider[Keeping] = Decider(commands=DOCUMENTS, initial=Keeping(), decide=decide, evolve=evolve)
