"""How a duty lives: open until met or fallen away, reminded of before its date, missed after it, never blocked.

A slice: a service's decider keeps `duties` in its state and passes these commands and events on.
"""

from datetime import datetime
from uuid import UUID

from shared.calendar import calendar_of, london_date
from shared.deadline import working_days_late
from shared.decider import Command, Occasion, Refused
from shared.duties import recount, reminders
from shared.duties.duty import Duties, Duty, evolve
from shared.duties.recount import RecountDeadline
from shared.duties.reminders import NoteReminderSent, NoticeMissedDeadline, RaiseReminder
from shared.edge import Reasons
from shared.events.base import Event
from shared.events.duties import (
    DutyAcknowledged,
    DutyFellAway,
    DutyMet,
    DutyReopened,
    LatenessExplained,
)
from shared.sealed import Sealed


class AcknowledgeDuty(Command):
    """From a person: I see to it that this is done. Nothing else changes, its date least of all."""

    duty: UUID


class ExplainLateness(Command):
    """From a person: why it was late."""

    duty: UUID
    reason: Reasons


OFFICERS = (AcknowledgeDuty, ExplainLateness)
COMMANDS = (*reminders.COMMANDS, RecountDeadline, *OFFICERS)


def decide(command: Command, duties: Duties, occasion: Occasion) -> list[Event]:
    match command:
        case AcknowledgeDuty(duty=id_):
            return _acknowledge(_known(duties, id_), occasion)
        case ExplainLateness(duty=id_, reason=reason):
            return _explain(_known(duties, id_), reason)
        case RecountDeadline():
            return recount.decide(command, duties)
        case _:
            return reminders.decide(command, duties)


def _known(duties: Duties, id_: UUID) -> Duty:
    if id_ not in duties:
        raise Refused("no-such-duty", "There is no such duty on this case.")
    return duties[id_]


def _acknowledge(duty: Duty, occasion: Occasion) -> list[Event]:
    """By one person at a time: whoever says it last sees to it."""
    if not duty.open:
        raise Refused("no-longer-owed", "This duty was met or fell away, so nobody has to see to it.")
    if duty.acknowledged_by == occasion.actor:
        return []
    return [DutyAcknowledged(duty=duty.id, by=occasion.actor, acknowledged_at=occasion.at)]


def _explain(duty: Duty, reason: str) -> list[Event]:
    if not (duty.late or duty.missed):
        raise Refused("not-late", "This duty is not late, so there is nothing to explain.")
    return [] if duty.explained else [LatenessExplained(duty=duty.id, reason=Sealed.of(reason))]


def met(duty: Duty | None, at: datetime, evidence: str) -> list[Event]:
    """The duty is done. Late, by London date or for a rule in hours by instant, is never a reason to refuse."""
    if duty is None or not duty.open:
        return []
    done_on = london_date(at)
    late_by = working_days_late(duty.due.due_on, done_on, calendar_of(duty.due.calendar).guessing())
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


__all__ = [
    "COMMANDS",
    "OFFICERS",
    "Duties",
    "Duty",
    "NoteReminderSent",
    "NoticeMissedDeadline",
    "RaiseReminder",
    "RecountDeadline",
    "decide",
    "evolve",
    "fell_away",
    "met",
    "reopened",
]
