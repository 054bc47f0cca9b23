"""Facts about who read what agencies and staff had told, and why: intake's, on intake.events. That reasons were
opened each service says of its own.

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
    """A person opened what staff gave as grounds and reasons for what they did on a case."""

    case: str
    purpose: Purpose


OPENINGS = (ReportOpened, ReasonsOpened)
