"""What staff do about a publication beside its text and its day, and what is remembered of it."""

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Name
from shared.events.base import Event
from shared.events.publisher import ThemesChosen

MOST_THEMES = 10


class ChooseThemes(Command):
    """What the report is about: from the partnership's list, as many as are true. Replaces what was chosen."""

    themes: Annotated[tuple[Name, ...], Field(max_length=MOST_THEMES)]


CARE = (ChooseThemes,)


@dataclass(frozen=True)
class Care:
    themes: tuple[str, ...] = ()


def evolve(care: Care, event: Event) -> Care:
    match event:
        case ThemesChosen(themes=themes):
            return replace(care, themes=themes)
    return care
