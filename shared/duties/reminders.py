"""What the worker asks of a duty: to remind of it, to notice that its date has passed, to note that it was told.

Whoever should see to it is reminded first. While nobody says that they do, each later reminder goes further up the
chain of roles; once somebody has, it goes to the first again.
"""

from typing import Literal
from uuid import UUID

from shared.decider import Command
from shared.duties.duty import Duties, Duty
from shared.events.base import Event
from shared.events.duties import (
    DeadlineMissed,
    ReminderMailed,
    ReminderRaised,
    ReminderUndeliverable,
    Step,
    Told,
)


class RaiseReminder(Command):
    """From the worker: the agenda says it is time.

    `role` is told while nobody sees to the duty, `first` when somebody does. Empty: nobody, it is only shown.
    """

    duty: UUID
    step: Step
    role: str = ""
    first: str = ""


class NoticeMissedDeadline(Command):
    """From the worker: the day is over, and `role` is told."""

    duty: UUID
    role: str = ""


class NoteReminderSent(Command):
    """From the worker: the mail server took the mail to this role, or refused it for good."""

    duty: UUID
    step: Told
    role: str
    outcome: Literal["mailed", "undeliverable"]


COMMANDS = (RaiseReminder, NoticeMissedDeadline, NoteReminderSent)


def decide(command: Command, duties: Duties) -> list[Event]:
    """Nothing for what was met, fell away or was said before."""
    match command:
        case RaiseReminder(duty=id_, step=step):
            duty = duties.get(id_)
            if duty and duty.open and step not in duty.reminded:
                return [_reminder(duty, command)]
        case NoticeMissedDeadline(duty=id_, role=role):
            duty = duties.get(id_)
            if duty and duty.open and not duty.missed:
                return [DeadlineMissed(duty=id_, due_on=duty.due.due_on, role=role)]
        case NoteReminderSent(duty=id_, step=step):
            duty = duties.get(id_)
            if duty and step not in duty.told:
                return [_sent(command)]
    return []


def _reminder(duty: Duty, command: RaiseReminder) -> Event:
    role = command.first if duty.acknowledged_by else command.role
    return ReminderRaised(
        duty=duty.id,
        step=command.step,
        due_on=duty.due.due_on,
        role=role,
        escalated=role != command.first,
    )


def _sent(command: NoteReminderSent) -> Event:
    said = ReminderMailed if command.outcome == "mailed" else ReminderUndeliverable
    return said(duty=command.duty, step=command.step, role=command.role)
