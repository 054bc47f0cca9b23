"""What a rapid review still lacks, of what the Panel will read. It tells, and blocks nothing.

What the decision waits for is refused by the decider itself; here it is said beforehand, beside all that may be
missing for ever: a return that never came, a heading that nobody wrote, a meeting that was not held.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import BaseModel

from services.reviews.case_known import Gathered
from services.reviews.decider.accounts import CIRCUMSTANCES, CRITERIA, HEADINGS, PURPOSES
from services.reviews.decider.state import RapidReview

HoldsUp = Literal["the decision", "sending", "nothing"]


class Lacking(BaseModel):
    """`part`: of the document; `rule`: what asks for it. `holds_up`: what is refused until it is there."""

    part: str
    rule: str
    holds_up: HoldsUp


PURPOSE = "one of the purposes of a rapid review, which are addressed before the decision"
CRITERION = "SI 2018/789, regulation 11: all four criteria are assessed before the decision"
CIRCUMSTANCE = "the guidance asks the partners to have regard to it before they decide"
HEADING = "the Panel's guidance and its published examples have this heading"
AGENCIES = "a summary is asked of every agency that was involved, also of education"
MEETING = "the partnership's plan: the agencies meet before the decision"
ACTIONS = "what was done at once for a child's safety, with who did it and when"


def lacking(review: RapidReview, gathered: Gathered, *, acted: bool) -> list[Lacking]:
    """`acted`: whether any immediate action was recorded."""
    if review.submitted or review.cancelled:
        return []  # sent, it stands; cancelled, nothing is owed
    return [*_written(review), *_gathered(gathered, acted=acted), *_decided(review)]


def _written(review: RapidReview) -> Iterator[Lacking]:
    for part in _missing(PURPOSES, review.addressed):
        yield Lacking(part=part, rule=PURPOSE, holds_up="the decision")
    for part in _missing(CRITERIA, review.assessed):
        yield Lacking(part=f"criterion {part}", rule=CRITERION, holds_up="the decision")
    for part in _missing(CIRCUMSTANCES, review.weighed):
        yield Lacking(part=part, rule=CIRCUMSTANCE, holds_up="the decision")
    for part in _missing(HEADINGS, review.written):
        yield Lacking(part=part, rule=HEADING, holds_up="nothing")


def _gathered(gathered: Gathered, *, acted: bool) -> Iterator[Lacking]:
    """Counted, and not named: an agency may read this too."""
    outstanding = len(set(gathered.asked) - gathered.told.keys())
    if not gathered.asked:
        yield Lacking(part="agencies' returns: none was asked for", rule=AGENCIES, holds_up="nothing")
    if outstanding:
        yield Lacking(part=f"agencies' returns: {outstanding} to come", rule=AGENCIES, holds_up="nothing")
    if not any(gathered.entries_of(agency) for agency in gathered.asked):
        yield Lacking(part="chronology", rule=HEADING, holds_up="nothing")
    if not acted:
        yield Lacking(part="immediate actions", rule=ACTIONS, holds_up="nothing")
    if gathered.met_on is None:
        yield Lacking(part="meeting", rule=MEETING, holds_up="nothing")


def _decided(review: RapidReview) -> Iterator[Lacking]:
    if review.decided is None:
        rule = "the Panel is sent the partners' decision, with the view of each of them and the reasons"
        yield Lacking(part="decision", rule=rule, holds_up="sending")


def _missing(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    there = set(found)
    return [each for each in wanted if each not in there]
