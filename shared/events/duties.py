"""A duty with a date: it arises, people are reminded, it is met, missed or falls away.

Said by the notifier (telling the Panel and partners), reviews (rapid review) and the publisher (publishing,
advance copies, take-down), each for its own duties. `duty` is unique; `about` is the entity it belongs to.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.deadline import Due
from shared.events.base import Event, Upcaster
from shared.proclaimed import Holiday
from shared.sealed import Sealed

Strength = Literal["must", "should"]
# What is left before the date. "due today", nine o'clock on the day, is no longer said: it came too late to help.
Step = Literal["two working days", "one working day", "four office hours", "due today"]
Told = Literal["two working days", "one working day", "four office hours", "missed"]


class DutyArose(Event):
    """Somebody must, or should, do this by then."""

    duty: UUID
    about: UUID
    owed_to: str  # a recipient's id, or "public"
    strength: Strength
    due: Due


class ReminderRaised(Event):
    """The date is near and the duty is still open. `role` is told by mail; empty: nobody was, it was only shown.

    `escalated`: nobody sees to the duty, so a role further up is told than the first.
    """

    VERSION: ClassVar[int] = 2
    duty: UUID
    step: Step
    due_on: date
    role: str
    escalated: bool


class ReminderMailed(Event):
    """The mail server took the mail that tells this role of the date, or that it was missed."""

    duty: UUID
    step: Told
    role: str


class ReminderUndeliverable(Event):
    """The mail server refuses mail to this role for good: somebody must mend the partnership's file."""

    duty: UUID
    step: Told
    role: str


class DutyAcknowledged(Event):
    """A person sees to it that the duty is done. Whoever says so later takes it over. Its date stays."""

    duty: UUID
    by: str
    acknowledged_at: AwareDatetime


class DeadlineMissed(Event):
    """The date has passed and the duty is still open. It stays owed. `role` is told by mail; empty: nobody is."""

    duty: UUID
    due_on: date
    role: str = ""


class DutyMet(Event):
    """Done. Late is a comparison of London dates; 0 working days late exists."""

    duty: UUID
    met_at: AwareDatetime
    late: bool
    working_days_late: int
    evidence: str  # a dispatch id, a reference, or "via <recipient>"


class DutyReopened(Event):
    """What met it was refused afterwards, so it is owed as before, by the same date."""

    duty: UUID
    due: Due
    reopened_at: AwareDatetime
    times: int  # how often it was opened again, this time included
    reason: str


class DeadlineRecomputed(Event):
    """A holiday was proclaimed inside the time that is left: `new` is the date by it, `old` stays on record.

    Counted by the policy that was in force when the duty arose. The two may name the same day: then the date had
    passed, and only the working days by which it is late are fewer.
    """

    duty: UUID
    old: Due
    new: Due
    because: tuple[Holiday, ...]


class DutyFellAway(Event):
    """Nothing is owed any more, for this reason."""

    duty: UUID
    reason: str


class LatenessExplained(Event):
    """Why it was late. Owed before the case may close."""

    duty: UUID
    reason: Sealed[str]


def upcasters(source: str) -> dict[str, Upcaster]:
    """A reminder of v1 was shown on the board, and told to nobody."""
    return {f"cspr.{source}.reminder-raised.v1": _told_to_nobody}


def _told_to_nobody(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "role": "", "escalated": False}


EVENTS = (
    DutyArose,
    ReminderRaised,
    ReminderMailed,
    ReminderUndeliverable,
    DutyAcknowledged,
    DeadlineMissed,
    DutyMet,
    DutyReopened,
    DeadlineRecomputed,
    DutyFellAway,
    LatenessExplained,
)
