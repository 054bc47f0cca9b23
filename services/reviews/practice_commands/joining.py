"""A joint review over several cases or a theme, and the cases that it covers."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Code, Day


class InitiateJointReview(Command):
    """Of several cases, or of a theme. It has a case of its own, whose new id is chosen by whoever asks.

    Each case it covers then says so, and a practice review of its own, if one is open, is superseded.
    """

    scope: Annotated[str, Field(pattern=r"^(several cases|thematic)$")]
    covers: Annotated[tuple[Code, ...], Field(min_length=1, max_length=50)]
    decided_on: Day

    def other_cases(self) -> tuple[str, ...]:
        return self.covers


class CoverIncident(Command):
    """From a reaction: a joint review was initiated over this case."""

    case: str
    practice_review: UUID


class TakeUpIncident(Command):
    """From a reaction: that case said that it is covered."""

    case: str
