"""Decides what staff ask about a publication beside its text and its day."""

from services.publisher.care import ChooseThemes, RemoveReport
from services.publisher.publication import Publication
from services.publisher.removal import remove
from shared.decider import Command, Occasion, Refused
from shared.events.base import Event
from shared.events.publisher import ThemesChosen
from shared.partnership import Partnership


def decide(partnership: Partnership, command: Command, it: Publication, occasion: Occasion) -> list[Event]:
    match command:
        case ChooseThemes():
            return _choose(partnership, command, it)
        case RemoveReport():
            return remove(partnership, command, it, occasion)
    raise AssertionError(type(command).__name__)


def _choose(partnership: Partnership, command: ChooseThemes, it: Publication) -> list[Event]:
    """In the order of the partnership's list, each once."""
    assert it.id
    if not set(command.themes) <= set(partnership.site.themes):
        raise Refused("not-a-theme", "A theme must be one of the partnership's list of themes.")
    chosen = tuple(theme for theme in partnership.site.themes if theme in command.themes)
    if chosen == it.care.themes:
        return []
    return [ThemesChosen(publication=it.id, themes=chosen)]
