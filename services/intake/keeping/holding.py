"""What kind of record a case is, and what forbids to destroy it: each with its reason."""

from services.intake.keeping.commands import ClassRecord, LiftLegalHold, PutLegalHold
from services.intake.keeping.state import Kept
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.keeping import LegalHoldLifted, LegalHoldPut, RecordClassed
from shared.sealed import Sealed


def class_record(command: ClassRecord, kept: Kept) -> list[Event]:
    if command.record_class == kept.record_class:
        return []  # it is that already
    return [RecordClassed(record_class=command.record_class, reason=Sealed.of(command.reason))]


def put_hold(command: PutLegalHold, occasion: Occasion) -> list[Event]:
    """Each stands for itself, and is lifted for itself: an inquest may end before an inquiry."""
    hold = occasion.new_id("legal hold")
    return [LegalHoldPut(hold=hold, ground=command.ground, reason=Sealed.of(command.reason))]


def lift_hold(command: LiftLegalHold, kept: Kept) -> list[Event]:
    if command.hold in kept.lifted:
        return []  # the first reason stands
    if command.hold not in kept.holds:
        raise Refused("no-such-hold", "No legal hold with this id was put on this case.", "/hold")
    return [LegalHoldLifted(hold=command.hold, reason=Sealed.of(command.reason))]
