"""How a practice review begins: by the rapid review's decision, or over several cases on a case of its own.

A joint review is said on its own case; each incident it covers answers there that it is covered.
"""

from datetime import date, timedelta
from typing import cast
from uuid import UUID

from services.reviews.commands import DecideNextStep
from services.reviews.decider.dates import practice_review_due
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.joining import CoverIncident, InitiateJointReview, TakeUpIncident
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.practice import CoveredBy, IncidentTakenUp, PracticeReviewSuperseded, ReviewScope
from shared.events.reviews import PracticeReviewInitiated
from shared.partnership import Partnership


def next_check(partnership: Partnership, after: date) -> date:
    """The last day for the next look at time and quality (SI 2018/789, regulation 14(1): regular intervals)."""
    return after + timedelta(days=partnership.reviews.progress_check_days)


def initiated(partnership: Partnership, decision: DecideNextStep, occasion: Occasion) -> list[Event]:
    """The partners' decision is what initiates the review: the six months run from its date."""
    if decision.next_step != "practice review":
        return []
    return [_initiated(partnership, decision.decided_on, occasion)]


def joint(
    partnership: Partnership, command: InitiateJointReview, review: PracticeReview, occasion: Occasion
) -> list[Event]:
    scope, covers = cast(ReviewScope, command.scope), tuple(dict.fromkeys(command.covers))
    begun = review.initiated
    if begun and (begun.scope, begun.covers, begun.decided_on) == (scope, covers, command.decided_on):
        return []
    if review.begun:
        raise Refused("own-case", "A joint review has a case of its own: this one is another's.")
    not_in_the_future(command.decided_on, "decided_on", occasion)
    if scope == "several cases" and len(covers) < 2:
        raise Refused("several-cases", "covers: a review of several cases covers at least two.")
    return [_initiated(partnership, command.decided_on, occasion, scope, covers)]


def _initiated(
    partnership: Partnership,
    decided_on: date,
    occasion: Occasion,
    scope: ReviewScope = "single case",
    covers: tuple[str, ...] = (),
) -> Event:
    return PracticeReviewInitiated(
        practice_review=occasion.new_id("practice-review"),
        decided_on=decided_on,
        due=practice_review_due(decided_on),
        scope=scope,
        covers=covers,
        check_by=next_check(partnership, decided_on),
    )


def cover(command: CoverIncident, review: PracticeReview) -> list[Event]:
    """Never raises: it is a reaction. A case that is not known, or ends otherwise, says nothing, and so is told
    of as not taken up when the joint review's report is to be accepted.
    """
    if not review.rapid or review.rapid == "cancelled" or review.closed:
        return []
    if review.covered_by or review.report_hash or review.not_published:
        return []  # covered already, or its own review has its end
    covered = CoveredBy(case=command.case, practice_review=command.practice_review)
    return [covered, *superseded(review, "joint review", command.case)]


def superseded(review: PracticeReview, by: str, case: str = "") -> list[Event]:
    if review.id is None or review.ended:
        return []
    return [PracticeReviewSuperseded(practice_review=review.id, by=by, case=case)]


def take_up(command: TakeUpIncident, review: PracticeReview) -> list[Event]:
    if review.id is None or command.case in review.taken_up:
        return []
    return [IncidentTakenUp(practice_review=review.id, case=command.case)]


def not_taken_up(review: PracticeReview) -> list[str]:
    """The cases that a joint review names and that never said that they are covered."""
    covers = review.initiated.covers if review.initiated else ()
    return sorted(set(covers) - review.taken_up)


def the_id(review: PracticeReview) -> UUID:
    """Raises Refused where no practice review goes on."""
    if review.id is None:
        raise Refused("no-such-review", "No practice review was initiated on this case.")
    if review.ended:
        raise Refused("superseded", f"This practice review was superseded by a {review.ended}.")
    not_closed(review)
    return review.id


def not_closed(review: PracticeReview) -> None:
    if review.closed:
        raise Refused("closed", "The reviews of this case are closed; reopen them first.")
