"""Facts owned by intake about who read what agencies and officers had told, and why. Topic: intake.events.

On streams of their own, `opening/<case>`: reading a case changes nothing on it.
"""

from typing import Literal
from uuid import UUID

from shared.events.base import Event

Purpose = Literal[
    "screening", "decision", "notification", "duplicate check", "review", "subject access", "quality check"
]


class ReportOpened(Event):
    """A person opened what is sealed of a case: all that its agency told of it or, by its id, one document."""

    case: str
    purpose: Purpose
    attachment: UUID | None = None


class ReasonsOpened(Event):
    """A person opened what officers gave as grounds and reasons for what they did on a case."""

    case: str
    purpose: Purpose


OPENINGS = (ReportOpened, ReasonsOpened)
