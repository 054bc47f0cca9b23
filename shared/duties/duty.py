"""A duty as its events leave it. A slice of state: a service's decider folds these events into its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from shared.deadline import Due
from shared.events.base import Event
from shared.events.duties import (
    DeadlineMissed,
    DeadlineRecomputed,
    DutyAcknowledged,
    DutyArose,
    DutyFellAway,
    DutyMet,
    DutyReopened,
    LatenessExplained,
    ReminderMailed,
    ReminderRaised,
    ReminderUndeliverable,
)


@dataclass(frozen=True)
class Duty:
    """`acknowledged_by`: the person who sees to it; empty while nobody does. `explained`: why it was late, now."""

    id: UUID
    about: UUID
    owed_to: str
    due: Due
    open: bool = True
    met: bool = False
    late: bool = False
    explained: bool = False
    missed: bool = False
    acknowledged_by: str = ""
    reminded: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()  # the steps whose mail was taken, or refused for good
    evidence: str = ""
    reopened: int = 0


Duties = Mapping[UUID, Duty]

# Reminded of, acknowledged, missed and explained anew: whoever was told of it before was told that it was done,
# and the reason for the first lateness is none for the second.
_AS_BEFORE: Mapping[str, object] = {
    "open": True,
    "met": False,
    "late": False,
    "explained": False,
    "missed": False,
    "acknowledged_by": "",
    "reminded": frozenset(),
    "told": frozenset(),
    "evidence": "",
}
# Another date is reminded of and missed for itself; whoever sees to the duty goes on doing so.
_ANEW: Mapping[str, object] = {"missed": False, "reminded": frozenset(), "told": frozenset()}


def evolve(duties: Duties, event: Event) -> Duties:
    match event:
        case DutyArose():
            new = Duty(id=event.duty, about=event.about, owed_to=event.owed_to, due=event.due)
            return {**duties, event.duty: new}
        case ReminderRaised(duty=id_, step=step):
            return _change(duties, id_, reminded=duties[id_].reminded | {step})
        case ReminderMailed(duty=id_, step=step) | ReminderUndeliverable(duty=id_, step=step):
            return _change(duties, id_, told=duties[id_].told | {step})
        case DutyAcknowledged(duty=id_, by=by):
            return _change(duties, id_, acknowledged_by=by)
        case DeadlineMissed(duty=id_):
            return _change(duties, id_, missed=True)
        case DutyMet(duty=id_, late=late, evidence=evidence):
            return _change(duties, id_, open=False, met=True, late=late, evidence=evidence)
        case DutyReopened(duty=id_, times=times):
            return _change(duties, id_, **_AS_BEFORE, reopened=times)
        case DeadlineRecomputed(duty=id_, old=old, new=new):
            return _change(duties, id_, **(_ANEW if new.due_on != old.due_on else {}), due=new)
        case DutyFellAway(duty=id_):
            return _change(duties, id_, open=False)
        case LatenessExplained(duty=id_):
            return _change(duties, id_, explained=True)
        case _:
            return duties  # another slice's event


def _change(duties: Duties, id_: UUID, **changes: object) -> Duties:
    return {**duties, id_: replace(duties[id_], **changes)}  # type: ignore[arg-type]
