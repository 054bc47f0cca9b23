"""Families first: who is told before the public can read it, by whom and when.

No source makes it a condition of publication. So publication warns and asks for a reason, and waits for nobody.
"""

from collections.abc import Iterator
from uuid import UUID

from services.publisher.approval import taken_back
from services.publisher.beforehand import DecideNotToTell, NamePersonToTell, RecordPersonTold
from services.publisher.publication import Publication
from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.beforehand import PersonNotTold, PersonTold, PersonToTellNamed
from shared.sealed import Sealed


def decide(command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    assert it.id
    match command:
        case NamePersonToTell():
            return _name(command, it, it.id)
        case RecordPersonTold():
            return _told(command, it, it.id, occasion)
        case DecideNotToTell():
            return _not_told(command, it, it.id, occasion)
    raise AssertionError(type(command).__name__)


def _name(command: NamePersonToTell, it: Publication, id_: UUID) -> list[Event]:
    if command.person in it.beforehand.people:
        return []
    named = PersonToTellNamed(
        publication=id_,
        person=command.person,
        relation=command.relation,
        name=Sealed.of(command.name),
        teller=Sealed.of(command.teller),
    )
    return [named, *taken_back(it, "somebody is to be told")]


def _told(command: RecordPersonTold, it: Publication, id_: UUID, occasion: Occasion) -> list[Event]:
    """Also after publication, for whoever was told late; and of somebody who was not to be told, and was."""
    if _known(it, command.person) == "told":
        return []
    not_in_the_future(command.told_on, "told_on", occasion)
    return [
        PersonTold(
            publication=id_,
            person=command.person,
            told_on=command.told_on,
            how=command.how,
            teller=Sealed.of(command.teller),
            said=Sealed.of(command.said) if command.said else None,
        )
    ]


def _not_told(command: DecideNotToTell, it: Publication, id_: UUID, occasion: Occasion) -> list[Event]:
    if _known(it, command.person) != "not yet":
        return []  # decided before, or told already
    decided = PersonNotTold(
        publication=id_,
        person=command.person,
        decided_by=occasion.actor,
        reasons=Sealed.of(command.reasons),
    )
    return [decided]


def _known(it: Publication, person: UUID) -> str:
    if person not in it.beforehand.people:
        raise Refused("no-such-person", "person: nobody is named under this id who is to be told.")
    return it.beforehand.people[person]


def warnings(it: Publication) -> Iterator[str]:
    """What a reason is asked for at the approval."""
    if not it.beforehand.people:
        yield "Nobody is named who is to be told before publication."
    elif untold := len(it.beforehand.untold):
        named = len(it.beforehand.people)
        yield f"Of {named} people who are to be told before publication, {untold} have not been."
