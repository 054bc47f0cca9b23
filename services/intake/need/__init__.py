"""Who may see a case beyond what roles say: grants, conflicts of interest, and broken glass.

It answers for the cases that intake knows. Who may see a joint review follows from the cases that it covers: see
shared/need/relations.py.
"""

from services.intake.need.commands import (
    COMMANDS,
    OFFICERS,
    BreakGlass,
    DeclareConflict,
    DeclareOwnConflict,
    EndAccess,
    EndConflict,
    GrantAccess,
    NoteGlassAlarmed,
    ReviewGlass,
)
from services.intake.need.glass import alarmed, break_glass, review
from services.intake.need.granting import declare, end_access, end_conflict, grant
from services.intake.need.state import Needs, evolve
from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event


def decide(command: Command, needs: Needs, occasion: Occasion) -> list[Event]:
    if isinstance(command, NoteGlassAlarmed):
        return alarmed(command, needs)
    if not needs.reported or needs.is_a_test:
        raise Refused("no-such-case", "There is no incident with this id.")
    if needs.erased:
        raise Refused("erased", "This case was erased: nothing more can be decided on it.")
    match command:
        case GrantAccess():
            return grant(command, needs, occasion)
        case EndAccess():
            return end_access(command, needs)
        case DeclareConflict() | DeclareOwnConflict():
            return declare(command, needs, occasion)
        case EndConflict():
            return end_conflict(command, needs, occasion)
        case BreakGlass():
            return break_glass(command, needs, occasion)
        case ReviewGlass():
            return review(command, needs, occasion)
    raise TypeError(f"not about who may see a case: {type(command).__name__}")


need: Decider[Needs] = Decider(commands=COMMANDS, initial=Needs(), decide=decide, evolve=evolve)

__all__ = ["OFFICERS", "need"]
