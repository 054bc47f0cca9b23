"""Facts owned by reviews. Topic: reviews.events."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.deadline import Due
from shared.events import asking, dispatch, documents, duties, gathering, learning, parallel, practice
from shared.events.base import QUARANTINE, Event, Vocabulary
from shared.events.openings import ReasonsOpened
from shared.events.practice import ReviewScope
from shared.events.scanned import DocumentScanned
from shared.sealed import Sealed

NextStep = Literal["practice review", "none", "other learning"]
View = Literal["agrees", "dissents"]
Criterion = Literal["11a", "11b", "11c", "11d"]  # SI 2018/789, regulation 11(2)


class RapidReviewOpened(Event):
    """The Panel has the notification: a rapid review is owed."""

    rapid_review: UUID
    notification: UUID


class CriterionAssessed(Event):
    """One of the four local criteria, with what was found."""

    rapid_review: UUID
    criterion: Criterion
    met: bool
    finding: Sealed[str]


class RapidReviewDecided(Event):
    """The safeguarding partners decided what happens next, with each partner's view and the reasons."""

    rapid_review: UUID
    next_step: NextStep
    views: dict[str, View]
    national_review_suggested: bool
    decided_on: date
    reasons: Sealed[str]


class RapidReviewSubmitted(Event):
    """The Panel has the rapid review."""

    rapid_review: UUID
    submitted_at: AwareDatetime


class RapidReviewCancelled(Event):
    """The notification was reclassified or withdrawn: no rapid review is owed."""

    rapid_review: UUID
    reason: str


class RapidReviewRuledOut(Event):
    """The incident left class A before a rapid review was opened: a submission that did not know opens none.

    `as_of` is intake's version of the case that says so: a notification submitted in the knowledge of it counts.
    """

    as_of: int
    reason: str


class SubmissionSetAside(Event):
    """A submission that did not know of that reclassification. It counts once the incident is in class A again."""

    notification: UUID
    submitted_at: AwareDatetime
    incident_aware_at: AwareDatetime
    as_of: int


class RapidReviewRuledIn(Event):
    """The incident is of class A again, before any rapid review was opened: a submission opens one."""

    as_of: int


class RapidReviewReopened(Event):
    """Cancelled, and owed after all: the incident is of class A again. What was found and decided stands."""

    rapid_review: UUID
    as_of: int


class RapidReviewRecounted(Event):
    """The Panel had refused the notification and took it later: counted anew from then. The old duty fell away."""

    rapid_review: UUID
    submitted_at: AwareDatetime
    previous_due_on: date
    due_on: date


class PanelReplied(Event):
    """What the Panel says of the rapid review. There may be several replies."""

    rapid_review: UUID
    outcome: Literal["agrees", "queries the decision", "asks for more", "considers a national review"]
    replied_on: date


class PanelReplyMissed(Event):
    """The Panel's reply did not come by the day on which one is expected. It alerts: nobody owes it by a date."""

    rapid_review: UUID
    expected_by: date


class PracticeReviewInitiated(Event):
    """The safeguarding partners decided to hold a local child safeguarding practice review."""

    practice_review: UUID
    decided_on: date
    due: Due  # six calendar months to publication; the duty itself is the publisher's
    scope: ReviewScope = "single case"
    covers: tuple[str, ...] = ()  # the cases of a joint review, which has a case of its own
    check_by: date | None = None  # the first check of progress; null: nobody said


class ReviewerAppointed(Event):
    """Somebody suitable and independent leads the review. Named in the report, and so not for ever sealed."""

    practice_review: UUID
    reviewer: Sealed[str]
    independence: str  # empty since the declaration is sealed
    suitability: Sealed[str] | None = None  # knowledge and experience; null where it was not recorded
    appointment: UUID | None = None
    stated_independence: Sealed[str] | None = None  # the declaration; null where `independence` has it


class ReviewerRemoved(Event):
    """Before publication, the partners may remove a reviewer and must consider another."""

    practice_review: UUID
    reason: Sealed[str]


class ProgressChecked(Event):
    """Time and quality, looked at regularly (SI 2018/789, regulation 14(1))."""

    practice_review: UUID
    on_time: bool
    quality: Literal["good", "needs work"]
    checked_on: date
    check_by: date | None = None  # the next one; null: nobody said


class Recommendation(Event):
    """What is asked of whom, by when."""

    recommendation: UUID
    owner: str  # an organisation
    due_on: date
    text: Sealed[str]


class ReportAccepted(Event):
    """The partners accept the report: both mandatory contents, and recommendations with owner and date."""

    practice_review: UUID
    accepted_on: date
    report_hash: str  # SHA-256 of the accepted document
    reviewer: Sealed[str]
    improvements: Sealed[str]  # (i) summary of recommended improvements
    systemic_reasons: Sealed[str]  # (ii) analysis of systemic or underlying reasons
    recommendations: tuple[Recommendation, ...]


REVIEWS = Vocabulary.of(
    "reviews",
    RapidReviewOpened,
    CriterionAssessed,
    RapidReviewDecided,
    RapidReviewSubmitted,
    RapidReviewCancelled,
    RapidReviewRuledOut,
    SubmissionSetAside,
    RapidReviewRuledIn,
    RapidReviewReopened,
    RapidReviewRecounted,
    PanelReplied,
    PanelReplyMissed,
    PracticeReviewInitiated,
    ReviewerAppointed,
    ReviewerRemoved,
    ProgressChecked,
    ReportAccepted,
    *gathering.EVENTS,
    *documents.EVENTS,
    DocumentScanned,
    *asking.EVENTS,
    *practice.EVENTS,
    *parallel.EVENTS,
    *learning.EVENTS,
    ReasonsOpened,
    *QUARANTINE,
    *duties.EVENTS,
    *dispatch.EVENTS,
    upcasters={**dispatch.upcasters("reviews"), **duties.upcasters("reviews")},
)
