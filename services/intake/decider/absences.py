"""Who is away, and who acts for them: on one stream for all officers.

On every day each officer who is away has a deputy who is there, so no signature waits for somebody who is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.intake.casework import OF_OFFICERS, EndAbsence, RecordAbsence
from shared.calendar import london_date
from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event
from shared.events.intake import AbsenceEnded, AbsenceRecorded

SUBJECT = "officers"


@dataclass(frozen=True)
class Absences:
    """`current` are those that nobody has ended, past ones among them."""

    current: Mapping[UUID, AbsenceRecorded] = field(default_factory=dict)
    ended: frozenset[UUID] = frozenset()


def decide(command: Command, absences: Absences, occasion: Occasion) -> list[Event]:
    match command:
        case RecordAbsence():
            return _record(command, absences, occasion)
        case EndAbsence(absence=id_) if id_ in absences.ended:
            return []
        case EndAbsence(absence=id_) if id_ in absences.current:
            return [AbsenceEnded(absence=id_)]
    raise Refused("no-such-absence", "No absence with this id is recorded.", "/absence")


def _record(command: RecordAbsence, absences: Absences, occasion: Occasion) -> list[Event]:
    if command.until_on < command.from_on or command.until_on < london_date(occasion.at):
        raise Refused("not-in-the-past", "until_on lies before from_on or today.", "/until_on")
    if command.officer == command.deputy:
        raise Refused("another-deputy", "The deputy must be somebody else than the officer.", "/deputy")
    if command.deputy == occasion.actor:  # whoever stands in sees what the officer has to see to
        raise Refused("own-deputy", "Nobody lets themselves in: somebody else must name you as deputy.", "/deputy")
    then = [it for it in absences.current.values() if _overlap(it, command)]
    if any(_same(it, command) for it in then):
        return []
    _everybody_has_a_deputy_who_is_there(command, then)
    return [AbsenceRecorded(absence=occasion.new_id("absence"), **command.model_dump())]


def _everybody_has_a_deputy_who_is_there(command: RecordAbsence, then: Iterable[AbsenceRecorded]) -> None:
    for other in then:
        if other.officer == command.officer:
            detail = "This officer is away then already; end that absence first."
            raise Refused("already-away", detail, "/officer")
        if other.officer == command.deputy:
            raise Refused("deputy-away", "The deputy is away then, too; name somebody who is there.", "/deputy")
        if other.deputy == command.officer:
            detail = (
                "This officer stands in for somebody then; end that absence, and record it with another deputy."
            )
            raise Refused("is-deputy", detail, "/officer")


def _overlap(it: AbsenceRecorded, command: RecordAbsence) -> bool:
    return it.from_on <= command.until_on and command.from_on <= it.until_on


def _same(it: AbsenceRecorded, command: RecordAbsence) -> bool:
    return it.model_dump(exclude={"absence"}) == command.model_dump()


def evolve(absences: Absences, event: Event) -> Absences:
    match event:
        case AbsenceRecorded(absence=id_):
            return replace(absences, current={**absences.current, id_: event})
        case AbsenceEnded(absence=id_):
            current = {other: it for other, it in absences.current.items() if other != id_}
            return Absences(current, absences.ended | {id_})
        case _:
            return absences


absences: Decider[Absences] = Decider(commands=OF_OFFICERS, initial=Absences(), decide=decide, evolve=evolve)
