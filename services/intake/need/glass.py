"""Breaking the glass: to see at once, for four hours, a case that is closed to oneself, and to be asked about it.

A conflict of interest is not broken by it: whoever is named in a case finds somebody else.
"""

from datetime import timedelta

from services.intake.need.commands import BreakGlass, NoteGlassAlarmed, ReviewGlass
from services.intake.need.state import Needs
from shared.calendar import london_date
from shared.counting import next_working_day
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.need import GlassAlarmed, GlassBroken, GlassReviewed
from shared.sealed import Sealed

OPEN_FOR = timedelta(hours=4)


def break_glass(command: BreakGlass, needs: Needs, occasion: Occasion) -> list[Event]:
    if not occasion.actor.startswith("person:"):
        raise Refused("persons-alone", "A person breaks the glass, and answers for it.")
    if needs.kept_out(occasion.actor):
        raise Refused("conflict", "A conflict of interest keeps you out of this case: ask somebody else to look.")
    if needs.found_wrong(occasion.actor):
        raise Refused(
            "glass-found-wrong",
            "You broke the glass of this case before, and it was found not to be justified: ask somebody else to"
            " look, or for access to it.",
        )
    if any(it.person == occasion.actor and it.until > occasion.at for it in needs.openings.values()):
        return []  # it is open to them already, and was told of
    broken = GlassBroken(
        opening=occasion.new_id("opening"),
        person=occasion.actor,
        reason=Sealed.of(command.reason),
        until=occasion.at + OPEN_FOR,
        review_by=next_working_day(london_date(occasion.at)),
    )
    return [broken]


def review(command: ReviewGlass, needs: Needs, occasion: Occasion) -> list[Event]:
    """Late is taken, too: what matters is that somebody looked. What was not justified is over with it: the case
    is closed to that person at once, and they do not open it so again.
    """
    broken = needs.openings.get(command.opening)
    if broken is None:
        raise Refused("no-such-opening", "Nobody broke the glass of this case under this id.", "/opening")
    if broken.person == occasion.actor:
        raise Refused("own-glass", "Whoever broke the glass cannot say that it was right: somebody else must.")
    if (said := needs.reviewed.get(command.opening)) is not None:
        if said.outcome == command.outcome:
            return []
        raise Refused("reviewed", "It was reviewed already, with another outcome.", "/outcome")
    reviewed = GlassReviewed(opening=command.opening, outcome=command.outcome, note=Sealed.of(command.note))
    return [reviewed]


def alarmed(command: NoteGlassAlarmed, needs: Needs) -> list[Event]:
    """Of a case that was erased meanwhile, too: that somebody looked into it is told all the same."""
    if command.opening in needs.told or command.opening not in needs.openings:
        return []
    return [GlassAlarmed(opening=command.opening, outcome=command.outcome)]
