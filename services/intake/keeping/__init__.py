"""How long a case's records are kept: its class, the holds on it, and its erasure by two people.

It answers for the cases that intake knows; those merged into one, and a joint review whose last case it is, go
with it. Nothing can be asked of a case that was erased.
"""

from functools import partial

from services.intake.keeping.commands import (
    COMMANDS,
    OFFICERS,
    ApproveErasure,
    ClassRecord,
    DeclineErasure,
    LiftLegalHold,
    ProposeErasure,
    PutLegalHold,
)
from services.intake.keeping.erasing import approve, decline, propose
from services.intake.keeping.holding import class_record, lift_hold, put_hold
from services.intake.keeping.state import Kept, evolve
from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event
from shared.partnership import Partnership


def decide(ours: Partnership, command: Command, kept: Kept, occasion: Occasion) -> list[Event]:
    if not kept.reported:
        raise Refused("no-such-case", "There is no incident with this id.")
    if kept.is_a_test:
        raise Refused("only-a-test", "An agency tried its system with this report: nothing personal was kept.")
    if kept.erased:
        raise Refused("erased", "This case was erased: nothing more can be decided on it.")
    match command:
        case ClassRecord():
            return class_record(command, kept)
        case PutLegalHold():
            return put_hold(command, occasion)
        case LiftLegalHold():
            return lift_hold(command, kept)
        case ProposeErasure():
            return propose(command, kept, ours, occasion)
        case ApproveErasure():
            return approve(command, kept, ours, occasion)
        case DeclineErasure():
            return decline(command, kept)
    raise TypeError(f"not about keeping a case: {type(command).__name__}")


def keeping(ours: Partnership) -> Decider[Kept]:
    return Decider(commands=COMMANDS, initial=Kept(), decide=partial(decide, ours), evolve=evolve)


__all__ = ["OFFICERS", "keeping"]
