"""A duty with a date: it arises, people are reminded, it is met, missed or falls away.

Said by the notifier (telling the Panel and partners), reviews (rapid review) and the publisher (publishing,
advance copies, take-down), each for its own duties. `duty` is unique; `about` is the entity it belongs to.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.deadline import Due
from shared.events.base import Event
from shared.sealed import Sealed

Strength = Literal["must", "should"]
Step = Literal["two working days", "one working day", "due today"]


class DutyArose(Event):
    """Somebody must, or should, do this by then."""

    duty: UUID
    about: UUID
    owed_to: str  # a recipient's id, or "public"
    strength: Strength
    due: Due


class ReminderRaised(Event):
    """The date is near and the duty is still open."""

    duty: UUID
    step: Step
    due_on: date


class DutyAcknowledged(Event):
    """A person sees to it that the duty is done. Whoever says so later takes it over. Its date stays."""

    duty: UUID
    by: str
    acknowledged_at: AwareDatetime


class DeadlineMissed(Event):
    """The date has passed and the duty is still open. It stays owed."""

    duty: UUID
    due_on: date


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


class DutyFellAway(Event):
    """Nothing is owed any more, for this reason."""

    duty: UUID
    reason: str


class LatenessExplained(Event):
    """Why it was late. Owed before the case may close."""

    duty: UUID
    reason: Sealed[str]


EVENTS = (
    DutyArose,
    ReminderRaised,
    DutyAcknowledged,
    DeadlineMissed,
    DutyMet,
    DutyReopened,
    DutyFellAway,
    LatenessExplained,
)
