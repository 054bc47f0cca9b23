"""How a duty lives: open until met or fallen away, reminded of before its date, missed after it, never blocked.

A slice: a service's decider keeps `duties` in its state and passes these commands and events on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.calendar import england_and_wales, london_date
from shared.deadline import Due, working_days_late
from shared.decider import Command, Occasion, Refused
from shared.edge import Reasons
from shared.events.base import Event
from shared.events.duties import (
    DeadlineMissed,
    DutyArose,
    DutyFellAway,
    DutyMet,
    DutyReopened,
    LatenessExplained,
    ReminderRaised,
    Step,
)
from shared.sealed import Sealed


class RaiseReminder(Command):
    """From the worker: the agenda says it is time."""

    duty: UUID
    step: Step


class NoticeMissedDeadline(Command):
    """From the worker: the day is over."""

    duty: UUID


class ExplainLateness(Command):
    """From a person: why it was late."""

    duty: UUID
    reason: Reasons


COMMANDS = (RaiseReminder, NoticeMissedDeadline, ExplainLateness)


@dataclass(frozen=True)
class Duty:
    id: UUID
    about: UUID
    owed_to: str
    due: Due
    open: bool = True
    met: bool = False
    late: bool = False
    explained: bool = False
    missed: bool = False
    reminded: frozenset[str] = frozenset()
    evidence: str = ""
    reopened: int = 0


Duties = Mapping[UUID, Duty]


def decide(command: Command, duties: Duties, _: Occasion) -> list[Event]:
    match command:
        case RaiseReminder(duty=id_, step=step):
            duty = duties.get(id_)
            if duty and duty.open and step not in duty.reminded:
                return [ReminderRaised(duty=id_, step=step, due_on=duty.due.due_on)]
        case NoticeMissedDeadline(duty=id_):
            duty = duties.get(id_)
            if duty and duty.open and not duty.missed:
                return [DeadlineMissed(duty=id_, due_on=duty.due.due_on)]
        case ExplainLateness(duty=id_, reason=reason):
            return _explain(duties.get(id_), reason)
    return []  # met, fallen away or said before


def _explain(duty: Duty | None, reason: str) -> list[Event]:
    if duty is None:
        raise Refused("no-such-duty", "There is no such duty on this case.")
    if not (duty.late or duty.missed):
        raise Refused("not-late", "This duty is not late, so there is nothing to explain.")
    return [] if duty.explained else [LatenessExplained(duty=duty.id, reason=Sealed.of(reason))]


def met(duty: Duty | None, at: datetime, evidence: str) -> list[Event]:
    """The duty is done. Late, by London date or for a rule in hours by instant, is never a reason to refuse."""
    if duty is None or not duty.open:
        return []
    done_on = london_date(at)
    late_by = working_days_late(duty.due.due_on, done_on, england_and_wales().guessing())
    return [
        DutyMet(
            duty=duty.id,
            met_at=at,
            late=duty.due.is_late(at),
            working_days_late=late_by,
            evidence=evidence,
        )
    ]


def reopened(duty: Duty, evidence: str, at: datetime, reason: str) -> list[Event]:
    """What met it turned out not to count: it is owed as before, unless something else met it."""
    if not duty.met or duty.evidence != evidence:
        return []
    again = DutyReopened(duty=duty.id, due=duty.due, reopened_at=at, times=duty.reopened + 1, reason=reason)
    return [again]


def fell_away(duty: Duty | None, reason: str) -> list[Event]:
    return [DutyFellAway(duty=duty.id, reason=reason)] if duty and duty.open else []


# Reminded of and missed anew: whoever was told of it before was told that it was done.
_AS_BEFORE: Mapping[str, object] = {
    "open": True,
    "met": False,
    "late": False,
    "missed": False,
    "reminded": frozenset(),
    "evidence": "",
}


def evolve(duties: Duties, event: Event) -> Duties:
    match event:
        case DutyArose():
            new = Duty(id=event.duty, about=event.about, owed_to=event.owed_to, due=event.due)
            return {**duties, event.duty: new}
        case ReminderRaised(duty=id_, step=step):
            return _change(duties, id_, reminded=duties[id_].reminded | {step})
        case DeadlineMissed(duty=id_):
            return _change(duties, id_, missed=True)
        case DutyMet(duty=id_, late=late, evidence=evidence):
            return _change(duties, id_, open=False, met=True, late=late, evidence=evidence)
        case DutyReopened(duty=id_, times=times):
            return _change(duties, id_, **_AS_BEFORE, reopened=times)
        case DutyFellAway(duty=id_):
            return _change(duties, id_, open=False)
        case LatenessExplained(duty=id_):
            return _change(duties, id_, explained=True)
        case _:
            return duties  # another slice's event


def _change(duties: Duties, id_: UUID, **changes: object) -> Duties:
    return {**duties, id_: replace(duties[id_], **changes)}  # type: ignore[arg-type]
