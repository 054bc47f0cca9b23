"""Reviews from before this system, on one stream of their own: titles only."""

from itertools import count

from services.publisher.commands import ListPastReview
from services.publisher.text import reference
from shared.decider import Decider, Occasion
from shared.events.base import Event
from shared.events.publisher import PastReviewListed, ReviewKind

SUBJECT = "past-reviews"
Listed = dict[tuple[str, ReviewKind, int], str]  # (title, kind, year) -> reference


def decide(command: ListPastReview, listed: Listed, occasion: Occasion) -> list[Event]:
    if (command.title, command.kind, command.year) in listed:
        return []
    return [PastReviewListed(reference=_unused(command, listed, occasion), **command.model_dump())]


def _unused(command: ListPastReview, listed: Listed, occasion: Occasion) -> str:
    tries = (reference(occasion.new_id("past-review", str(n)), command.year) for n in count())
    return next(each for each in tries if each not in listed.values())


def evolve(listed: Listed, event: Event) -> Listed:
    match event:
        case PastReviewListed(title=title, kind=kind, year=year, reference=named):
            return {**listed, (title, kind, year): named}
        case _:
            return listed


past_reviews: Decider[Listed] = Decider(commands=(ListPastReview,), initial={}, decide=decide, evolve=evolve)
