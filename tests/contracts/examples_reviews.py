"""One good example of every event that reviews says, in literals: a golden file has one meaning."""

from datetime import UTC, date, datetime
from uuid import UUID

from shared.deadline import Due
from shared.events.base import Event
from shared.events.reviews import (
    CriterionAssessed,
    PanelReplied,
    PanelReplyMissed,
    PracticeReviewInitiated,
    ProgressChecked,
    RapidReviewCancelled,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewRecounted,
    RapidReviewReopened,
    RapidReviewRuledIn,
    RapidReviewRuledOut,
    RapidReviewSubmitted,
    Recommendation,
    ReportAccepted,
    ReviewerAppointed,
    ReviewerRemoved,
    SubmissionSetAside,
)
from shared.sealed import Sealed
from tests import examples as ex
from tests.contracts.examples_practice import PARALLEL, PRACTICE

RAPID_REVIEW = UUID(int=0x2A)
PRACTICE_REVIEW = UUID(int=0x2B)
REPORT_HASH = "ab" * 32
DECIDED_ON = date(2026, 4, 29)

practice_review_due = Due(
    rule="practice-review",
    start=DECIDED_ON,
    start_on=DECIDED_ON,
    due_on=date(2026, 10, 29),
    policy="2026",
    calendar="civil",
)

REVIEWS: tuple[Event, ...] = (
    RapidReviewOpened(rapid_review=RAPID_REVIEW, notification=ex.NOTIFICATION),
    CriterionAssessed(
        rapid_review=RAPID_REVIEW,
        criterion="11a",
        met=True,
        finding=Sealed.of("Two agencies each knew half of it."),
    ),
    RapidReviewDecided(
        rapid_review=RAPID_REVIEW,
        next_step="practice review",
        views={"authority": "agrees", "chief-officer-of-police": "dissents"},
        national_review_suggested=False,
        decided_on=DECIDED_ON,
        reasons=Sealed.of("There is something to learn for all agencies."),
    ),
    RapidReviewSubmitted(rapid_review=RAPID_REVIEW, submitted_at=datetime(2026, 5, 1, 10, tzinfo=UTC)),
    RapidReviewCancelled(rapid_review=RAPID_REVIEW, reason="incident reclassified from A to D"),
    RapidReviewRuledOut(as_of=6, reason="incident reclassified from A to D"),
    SubmissionSetAside(
        notification=ex.NOTIFICATION, submitted_at=ex.SENT_AT, incident_aware_at=ex.AWARE_AT, as_of=5
    ),
    RapidReviewRuledIn(as_of=7),
    RapidReviewReopened(rapid_review=RAPID_REVIEW, as_of=7),
    RapidReviewRecounted(
        rapid_review=RAPID_REVIEW,
        submitted_at=datetime(2026, 4, 20, 14, tzinfo=UTC),
        previous_due_on=date(2026, 5, 5),
        due_on=date(2026, 5, 12),
    ),
    PanelReplyMissed(rapid_review=RAPID_REVIEW, expected_by=date(2026, 5, 26)),
    PanelReplied(rapid_review=RAPID_REVIEW, outcome="agrees", replied_on=date(2026, 5, 20)),
    PracticeReviewInitiated(
        practice_review=PRACTICE_REVIEW,
        decided_on=DECIDED_ON,
        due=practice_review_due,
        scope="thematic",
        covers=("5b0e9f37-6b1f-5c0d-9a44-2f616d9a3c5e",),
        check_by=date(2026, 5, 27),
    ),
    ReviewerAppointed(
        practice_review=PRACTICE_REVIEW,
        reviewer=Sealed.of("Dr A. Example"),
        independence="",
        suitability=Sealed.of("Led six reviews in other areas."),
        appointment=UUID(int=0x2D),
        stated_independence=Sealed.of("Has worked for none of the agencies."),
    ),
    ReviewerRemoved(practice_review=PRACTICE_REVIEW, reason=Sealed.of("Unwell.")),
    ProgressChecked(
        practice_review=PRACTICE_REVIEW,
        on_time=True,
        quality="good",
        checked_on=date(2026, 5, 27),
        check_by=date(2026, 6, 24),
    ),
    ReportAccepted(
        practice_review=PRACTICE_REVIEW,
        accepted_on=date(2026, 9, 30),
        report_hash=REPORT_HASH,
        reviewer=Sealed.of("Dr A. Example"),
        improvements=Sealed.of("Share what each agency knows before the first visit."),
        systemic_reasons=Sealed.of("Records did not follow the family."),
        recommendations=(
            Recommendation(
                recommendation=UUID(int=0x2C),
                owner="Portsea General Hospital",
                due_on=date(2027, 1, 31),
                text=Sealed.of("Ask who else knows the child."),
            ),
        ),
    ),
    *PRACTICE,
    *PARALLEL,
    *ex.SET_ASIDE,
    *ex.DUTIES,
    *ex.DISPATCH_LIFE,
)
