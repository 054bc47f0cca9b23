"""Who is told what was learned, and who looks whether it holds."""

from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Code, Day, Name, Reasons
from shared.events.learning import Use

Any_ = Annotated[tuple[Code, ...], Field(max_length=100)]
Organisations = Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]


class DisseminateBriefing(Command):
    """Record who was given a briefing, and when."""

    briefing: Code
    organisations: Organisations
    sent_on: Day


class AnswerBriefing(Command):
    """An organisation says what it did with a briefing."""

    briefing: Code
    organisation: Name
    use: Use
    people_reached: Annotated[int, Field(ge=0, le=1_000_000)]
    answered_on: Day
    text: Reasons


class PlanAudit(Command):
    """Somebody will look at practice: at these actions, or at a theme."""

    audit: Code
    theme: Name
    actions: Any_ = ()
    organisation: Name
    planned_for: Day
    text: Reasons


class ConcludeAudit(Command):
    """What the audit found; actions that it found not to hold are re-opened."""

    audit: Code
    done_on: Day
    not_embedded: Any_ = ()
    text: Reasons
