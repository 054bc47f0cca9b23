"""What staff do about a publication beside its text and its day, and what is remembered of it."""

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Line, Name, Reasons
from shared.events.base import Event
from shared.events.publisher import ThemesChosen
from shared.events.removal import RemovalGround, RemovalProposed, ReportRemoved

MOST_THEMES = 10


class ChooseThemes(Command):
    """What the report is about: from the partnership's list, as many as are true. Replaces what was chosen."""

    themes: Annotated[tuple[Name, ...], Field(max_length=MOST_THEMES)]


class RemoveReport(Command):
    """It must leave the site now. Two people say so, each with this; by a court's order one is enough."""

    ground: RemovalGround
    explanation: Annotated[Reasons, Field(max_length=5000)]
    court_order: Line = ""  # the court's own number


CARE = (ChooseThemes, RemoveReport)


@dataclass(frozen=True)
class Care:
    themes: tuple[str, ...] = ()
    removal_proposed_by: str = ""
    removed: bool = False


def evolve(care: Care, event: Event) -> Care:
    match event:
        case ThemesChosen(themes=themes):
            return replace(care, themes=themes)
        case RemovalProposed(proposed_by=person):
            return replace(care, removal_proposed_by=person)
        case ReportRemoved():
            return replace(care, removed=True)
    return care
