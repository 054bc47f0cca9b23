"""A practice review as its own events tell it, with what runs beside it and what was found nationally."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.reviews.decider.parallel.state import Parallel
from services.reviews.decider.parallel.state import evolve as beside
from services.reviews.decider.practice_review.course import Course
from services.reviews.decider.practice_review.course import evolve as course
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.duties import life as duties
from shared.duties.life import Duties
from shared.events import practice as said
from shared.events.base import Event
from shared.events.learning import ActionEmbedded, ActionProposed, ActionRejected, ActionReopened
from shared.events.reviews import (
    PracticeReviewInitiated,
    ProgressChecked,
    RapidReviewCancelled,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewReopened,
    RapidReviewSubmitted,
    ReportAccepted,
    ReviewerAppointed,
    ReviewerRemoved,
)


@dataclass(frozen=True)
class PracticeReview:
    """One per case. The reviewer is carried along sealed, and never opened here.

    `rapid`: where the case's rapid review stands: empty, open, decided, submitted or cancelled.
    `effect`: what a national review does to it; `ended`: by what it was superseded.
    """

    id: UUID | None = None
    initiated: PracticeReviewInitiated | None = None
    rapid: str = ""
    covered_by: str = ""
    taken_up: Set[str] = frozenset()
    ended: str = ""
    reviewer: ReviewerAppointed | None = None
    removed: bool = False  # somebody was, some time
    replacement_open: bool = False  # somebody was removed, and another was not considered yet
    checks: Set[tuple[date, bool, str]] = frozenset()
    check_by: date | None = None
    check_missed: bool = False
    report_hash: str = ""
    not_published: said.NonPublicationDecided | None = None
    national: UUID | None = None
    effect: str = ""
    actions: Mapping[UUID, bool] = field(default_factory=dict)  # of national findings: whether it is done
    findings_received: bool = False
    learning: Set[str] = frozenset()  # actions that are neither rejected nor embedded
    closed: bool = False
    times_closed: int = 0
    course: Course = field(default_factory=Course)
    parallel: Parallel = field(default_factory=Parallel)
    duties: Duties = field(default_factory=dict)
    dispatches: Dispatches = field(default_factory=dict)

    @property
    def decided_on(self) -> date:
        return self.initiated.decided_on if self.initiated else date.min

    @property
    def due_on(self) -> date:
        return self.initiated.due.due_on if self.initiated else date.max

    @property
    def begun(self) -> bool:
        """Whether anything of this case is known here."""
        return bool(self.id or self.rapid)


RAPID: Mapping[type[Event], str] = {
    RapidReviewOpened: "open",
    RapidReviewReopened: "open",
    RapidReviewDecided: "decided",
    RapidReviewSubmitted: "submitted",
    RapidReviewCancelled: "cancelled",
}


def evolve(review: PracticeReview, event: Event) -> PracticeReview:
    if rapid := RAPID.get(type(event)):
        review = replace(review, rapid=rapid)
    return replace(
        _review(review, event),
        course=course(review.course, event),
        parallel=beside(review.parallel, event),
        duties=duties.evolve(review.duties, event),
        dispatches=dispatching.evolve(review.dispatches, event),
    )


def _review(review: PracticeReview, event: Event) -> PracticeReview:
    match event:
        case PracticeReviewInitiated(practice_review=id_, check_by=day):
            return replace(review, id=id_, initiated=event, check_by=day)
        case ReviewerAppointed():
            return replace(review, reviewer=event, replacement_open=False)
        case ReviewerRemoved():
            return replace(review, reviewer=None, removed=True, replacement_open=True)
        case said.ReplacementConsidered():
            return replace(review, replacement_open=False)
        case ProgressChecked(checked_on=day, on_time=on_time, quality=quality, check_by=by):
            checks = review.checks | {(day, on_time, quality)}
            later = by if by and (review.check_by is None or by > review.check_by) else review.check_by
            return replace(review, checks=checks, check_by=later, check_missed=False)
        case said.ProgressCheckMissed():
            return replace(review, check_missed=True)
        case ReportAccepted(report_hash=report_hash):
            return replace(review, report_hash=report_hash)
        case said.NonPublicationDecided():
            return replace(review, not_published=event)
        case _:
            return _whole_case(review, event)


def _whole_case(review: PracticeReview, event: Event) -> PracticeReview:
    match event:
        case said.CoveredBy(case=case):
            return replace(review, covered_by=case)
        case said.IncidentTakenUp(case=case):
            return replace(review, taken_up=review.taken_up | {case})
        case said.PracticeReviewSuperseded(by=by):
            return replace(review, ended=by)
        case said.NationalReviewNoticed(national_review=id_):
            return replace(review, national=id_)
        case said.LocalEffectDecided(effect=effect):
            return replace(review, effect=effect)
        case said.NationalFindingsReceived(actions=actions):
            new = {action.action: False for action in actions}
            return replace(review, findings_received=True, actions={**review.actions, **new})
        case said.LocalActionDone(action=id_):
            return replace(review, actions={**review.actions, id_: True})
        case ActionProposed(action=reference) | ActionReopened(action=reference):
            return replace(review, learning=review.learning | {reference})
        case ActionRejected(action=reference) | ActionEmbedded(action=reference):
            return replace(review, learning=review.learning - {reference})
        case said.ReviewsClosed():
            return replace(review, closed=True, times_closed=review.times_closed + 1)
        case said.ReviewsReopened() | RapidReviewOpened() | RapidReviewReopened():
            return replace(review, closed=False)  # a rapid review that is owed again asks nobody
        case _:
            return review  # another slice's event
