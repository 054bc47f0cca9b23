"""A local child safeguarding practice review: initiated, led by somebody independent, watched, accepted."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.reviews.commands import (
    PRACTICE_REVIEW,
    AcceptReport,
    AppointReviewer,
    DecideNextStep,
    RecommendationMade,
    RecordProgressCheck,
    RemoveReviewer,
)
from services.reviews.decider.dates import practice_review_due
from shared.decider import Command, Decider, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.reviews import (
    PracticeReviewInitiated,
    ProgressChecked,
    Recommendation,
    ReportAccepted,
    ReviewerAppointed,
    ReviewerRemoved,
)
from shared.sealed import Sealed


@dataclass(frozen=True)
class PracticeReview:
    """One per case. The reviewer is carried along sealed, and never opened here."""

    id: UUID | None = None
    decided_on: date = date.min
    reviewer: ReviewerAppointed | None = None
    removed: bool = False  # somebody was, some time
    checks: Set[tuple[date, bool, str]] = frozenset()
    report_hash: str = ""


def initiated(decision: DecideNextStep, occasion: Occasion) -> list[Event]:
    """The partners' decision is what initiates the review: the six months run from its date."""
    if decision.next_step != "practice review":
        return []
    return [
        PracticeReviewInitiated(
            practice_review=occasion.new_id("practice-review"),
            decided_on=decision.decided_on,
            due=practice_review_due(decision.decided_on),
        )
    ]


def decide(command: Command, review: PracticeReview, occasion: Occasion) -> list[Event]:
    if review.id is None:
        raise Refused("no-such-review", "No practice review was initiated on this case.")
    match command:
        case AppointReviewer():
            return _appoint(command, review, review.id)
        case RemoveReviewer():
            return _remove(command, review, review.id)
        case RecordProgressCheck():
            return _check(command, review, review.id, occasion)
        case AcceptReport():
            return _accept(command, review, review.id, occasion)
    raise TypeError(f"not a command of a practice review: {type(command).__name__}")


def _appoint(command: AppointReviewer, review: PracticeReview, id_: UUID) -> list[Event]:
    if command.conflict:
        raise Refused("no-conflict", "A reviewer must have no real or perceived conflict of interest.")
    if review.reviewer and review.reviewer.independence == command.independence:
        return []  # a repeat: the name is sealed, the declaration is not
    if review.reviewer:
        raise Refused("one-reviewer", "A reviewer is appointed; remove that one first.")
    _not_accepted(review)
    return [
        ReviewerAppointed(
            practice_review=id_, reviewer=Sealed.of(command.reviewer), independence=command.independence
        )
    ]


def _remove(command: RemoveReviewer, review: PracticeReview, id_: UUID) -> list[Event]:
    if review.reviewer is None:
        if review.removed:
            return []
        raise Refused("no-reviewer", "No reviewer was appointed.")
    _not_accepted(review)
    return [ReviewerRemoved(practice_review=id_, reason=Sealed.of(command.reason))]


def _not_accepted(review: PracticeReview) -> None:
    if review.report_hash:
        raise Refused("already-accepted", "The report is accepted, and names its reviewer.")


def _check(command: RecordProgressCheck, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.checked_on, "checked_on", occasion)
    if command.checked_on < review.decided_on:
        raise Refused("not-before-decision", "checked_on lies before the review was decided.")
    if (command.checked_on, command.on_time, command.quality) in review.checks:
        return []
    return [ProgressChecked(practice_review=id_, **command.model_dump())]


def _accept(command: AcceptReport, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    if review.report_hash == command.report_hash:
        return []
    _not_accepted(review)
    if review.reviewer is None:
        raise Refused("reviewer-first", "A report is accepted from an appointed reviewer; none is.")
    not_in_the_future(command.accepted_on, "accepted_on", occasion)
    if command.accepted_on < review.decided_on:
        raise Refused("not-before-decision", "accepted_on lies before the review was decided.")
    return [
        ReportAccepted(
            practice_review=id_,
            accepted_on=command.accepted_on,
            report_hash=command.report_hash,
            reviewer=review.reviewer.reviewer,  # boxed under this case's key already
            improvements=Sealed.of(command.improvements),
            systemic_reasons=Sealed.of(command.systemic_reasons),
            recommendations=tuple(
                _recommendation(made, occasion.new_id("recommendation", str(number)))
                for number, made in enumerate(command.recommendations, 1)
            ),
        )
    ]


def _recommendation(made: RecommendationMade, id_: UUID) -> Recommendation:
    return Recommendation(recommendation=id_, owner=made.owner, due_on=made.due_on, text=Sealed.of(made.text))


def evolve(review: PracticeReview, event: Event) -> PracticeReview:
    match event:
        case PracticeReviewInitiated(practice_review=id_, decided_on=day):
            return replace(review, id=id_, decided_on=day)
        case ReviewerAppointed():
            return replace(review, reviewer=event)
        case ReviewerRemoved():
            return replace(review, reviewer=None, removed=True)
        case ProgressChecked(checked_on=day, on_time=on_time, quality=quality):
            return replace(review, checks=review.checks | {(day, on_time, quality)})
        case ReportAccepted(report_hash=report_hash):
            return replace(review, report_hash=report_hash)
        case _:
            return review  # the rapid review's


practice_review = Decider(commands=PRACTICE_REVIEW, initial=PracticeReview(), decide=decide, evolve=evolve)
