"""One good case of everything that reviews hears and says, for all its tests.

The case: told to the Panel on Monday 13 April 2026, and so its rapid review is due on Tuesday 5 May 2026.
"""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import get_args
from uuid import UUID, uuid5

from services.reviews.commands import (
    AcceptReport,
    AppointReviewer,
    AssessCriterion,
    CancelRapidReview,
    DecideNextStep,
    NoticeMissedReply,
    OpenRapidReview,
    RecommendationMade,
    RecordPanelReply,
    RecordProgressCheck,
    RemoveReviewer,
    ReopenRapidReview,
)
from services.reviews.decider.dates import practice_review_due, rapid_review_due
from services.reviews.decider.rapid_review import rapid_review
from services.reviews.gathering_commands import AddressPurpose, WeighCircumstance, WriteHeading
from shared import partnership as configuration
from shared.decider import Decider
from shared.dispatch.life import message_id
from shared.events.base import Event
from shared.events.dispatch import DispatchAttempted, DispatchDue, DispatchHandedOver, DispatchInDoubt
from shared.events.duties import DutyArose, DutyFellAway, DutyMet
from shared.events.gathering import (
    Circumstance,
    CircumstanceWeighed,
    Heading,
    HeadingWritten,
    Purpose,
    PurposeAddressed,
)
from shared.events.reviews import (
    Criterion,
    CriterionAssessed,
    NextStep,
    PanelReplied,
    PanelReplyMissed,
    PracticeReviewInitiated,
    ProgressChecked,
    RapidReviewCancelled,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewSubmitted,
    Recommendation,
    ReportAccepted,
    ReviewerAppointed,
    ReviewerRemoved,
    View,
)
from shared.partnership import Partnership
from shared.sealed import Sealed
from shared.testing import OCCASION

CASE = "5b0e9f37-6b1f-5c0d-9a44-2f616d9a3c5e"
NOTIFICATION = UUID(int=7)
REVIEW = uuid5(OCCASION, "rapid-review")
DUTY = uuid5(REVIEW, "duty")
DISPATCH = uuid5(REVIEW, "dispatch/national-panel/1")
PRACTICE_REVIEW = uuid5(OCCASION, "practice-review")

AWARE_AT = datetime(2026, 4, 2, 15, 50, tzinfo=UTC)  # Thursday before Easter
SUBMITTED_AT = datetime(2026, 4, 13, 14, 0, tzinfo=UTC)
DUE_ON = date(2026, 5, 5)
DECIDED_ON = date(2026, 4, 29)
SENT_AT = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
TODAY = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
HASH = "ab" * 32


@cache
def partnership() -> Partnership:
    return configuration.load(Path(__file__).parents[2] / "deploy" / "partnership.toml")


@cache
def decider() -> Decider[object]:
    return rapid_review(partnership())  # type: ignore[return-value]


# What is asked.
open_it = OpenRapidReview(
    notification=NOTIFICATION, submitted_at=SUBMITTED_AT, incident_aware_at=AWARE_AT, as_of=5
)
cancel_it = CancelRapidReview(reason="incident reclassified from A to D", as_of=6)
reopen_it = ReopenRapidReview(as_of=7)
views: dict[str, View] = {
    "authority": "agrees",
    "integrated-care-board": "agrees",
    "chief-officer-of-police": "dissents",
}
decide_practice_review = DecideNextStep(
    next_step="practice review",
    views=views,
    national_review_suggested=False,
    decided_on=DECIDED_ON,
    reasons="Agencies knew parts of the same story.",
)
reply = RecordPanelReply(outcome="agrees", replied_on=date(2026, 5, 20))
REPLY_EXPECTED_BY = date(
    2026, 5, 26
)  # from 1 May: 5 (1) after the holiday of the 4th, 8 (4), 15 (9), 22 (14), 26 (15)
missed_reply = NoticeMissedReply(expected_by=REPLY_EXPECTED_BY)
appoint = AppointReviewer(
    reviewer="Dr A. Example",
    suitability="Led six reviews in other areas.",
    independence="Has worked for none of the agencies.",
    conflict=False,
)
remove = RemoveReviewer(reason="Unwell for the foreseeable future.")
check = RecordProgressCheck(on_time=True, quality="good", checked_on=date(2026, 5, 27))
accept = AcceptReport(
    accepted_on=date(2026, 9, 30),
    report_hash=HASH,
    improvements="Share what each agency knows before the first visit.",
    systemic_reasons="Records did not follow the family between areas.",
    recommendations=(
        RecommendationMade(owner="Portsea General Hospital", due_on=date(2027, 1, 31), text="Ask who else knows."),
    ),
)


def assess(criterion: Criterion, *, met: bool = True, correction: bool = False) -> AssessCriterion:
    finding = f"What was found on {criterion}."
    return AssessCriterion(criterion=criterion, met=met, finding=finding, correction=correction)


purposes = tuple(
    AddressPurpose(purpose=purpose, account=f"What was found on {purpose}.") for purpose in get_args(Purpose)
)
circumstances = tuple(
    WeighCircumstance(circumstance=it, applies=it == "several areas", account=f"What was made of {it}.")
    for it in get_args(Circumstance)
)
headings = tuple(WriteHeading(heading=it, account=f"What is told of {it}.") for it in get_args(Heading))

# What was said.
opened: tuple[Event, ...] = (
    RapidReviewOpened(rapid_review=REVIEW, notification=NOTIFICATION),
    DutyArose(
        duty=DUTY,
        about=REVIEW,
        owed_to="national-panel",
        strength="should",
        due=rapid_review_due(SUBMITTED_AT, AWARE_AT, SUBMITTED_AT),
    ),
)


def assessed(criterion: Criterion, *, met: bool = True) -> Event:
    finding: Sealed[str] = Sealed.of(f"What was found on {criterion}.")
    return CriterionAssessed(rapid_review=REVIEW, criterion=criterion, met=met, finding=finding)


addressed: tuple[Event, ...] = tuple(
    PurposeAddressed(rapid_review=REVIEW, purpose=each.purpose, account=Sealed.of(each.account))
    for each in purposes
)
weighed: tuple[Event, ...] = tuple(
    CircumstanceWeighed(
        rapid_review=REVIEW, circumstance=it.circumstance, applies=it.applies, account=Sealed.of(it.account)
    )
    for it in circumstances
)
written: tuple[Event, ...] = tuple(
    HeadingWritten(rapid_review=REVIEW, heading=it.heading, account=Sealed.of(it.account)) for it in headings
)
all_assessed: tuple[Event, ...] = (
    *opened,
    *addressed,
    *weighed,
    assessed("11a"),
    assessed("11b", met=False),
    assessed("11c"),
    assessed("11d", met=False),
)


def decided_to(next_step: NextStep) -> Event:
    return RapidReviewDecided(
        rapid_review=REVIEW,
        next_step=next_step,
        views=views,
        national_review_suggested=False,
        decided_on=DECIDED_ON,
        reasons=Sealed.of("Agencies knew parts of the same story."),
    )


initiated = PracticeReviewInitiated(
    practice_review=PRACTICE_REVIEW,
    decided_on=DECIDED_ON,
    due=practice_review_due(DECIDED_ON),
    check_by=date(2026, 5, 27),
)
decided: tuple[Event, ...] = (*all_assessed, decided_to("practice review"), initiated)
dispatch_due = DispatchDue(
    dispatch=DISPATCH,
    purpose="rapid review",
    about=REVIEW,
    recipient="national-panel",
    channel="email",
    revision=1,
    due_on=DUE_ON,
    calendar="england-and-wales/2012-2028",
)
attempted = DispatchAttempted(dispatch=DISPATCH, attempt=1, message_id=message_id(DISPATCH))
in_doubt = DispatchInDoubt(dispatch=DISPATCH, attempt=1, resend_at=datetime(2026, 5, 1, 8, 0, tzinfo=UTC))
sending: tuple[Event, ...] = (*decided, dispatch_due, attempted)
handed_over = DispatchHandedOver(dispatch=DISPATCH, attempt=1, handed_over_at=SENT_AT, response_hash="00" * 32)
arrived: tuple[Event, ...] = (
    RapidReviewSubmitted(rapid_review=REVIEW, submitted_at=SENT_AT),
    DutyMet(duty=DUTY, met_at=SENT_AT, late=False, working_days_late=0, evidence=f"dispatch {DISPATCH}"),
)
submitted: tuple[Event, ...] = (*sending, handed_over, *arrived)
replied = PanelReplied(rapid_review=REVIEW, outcome="agrees", replied_on=date(2026, 5, 20))
reply_missed = PanelReplyMissed(rapid_review=REVIEW, expected_by=REPLY_EXPECTED_BY)
cancelled: tuple[Event, ...] = (
    RapidReviewCancelled(rapid_review=REVIEW, reason=cancel_it.reason),
    DutyFellAway(duty=DUTY, reason=cancel_it.reason),
)
reviewer: Sealed[str] = Sealed(key=CASE, box="AAAA")  # as it is folded: never open
appointed = ReviewerAppointed(
    practice_review=PRACTICE_REVIEW,
    reviewer=reviewer,
    independence="",
    suitability=Sealed.of(appoint.suitability),
    appointment=uuid5(OCCASION, "appointment"),
    stated_independence=Sealed.of(appoint.independence),
)
removed = ReviewerRemoved(practice_review=PRACTICE_REVIEW, reason=Sealed.of(remove.reason))
checked = ProgressChecked(
    practice_review=PRACTICE_REVIEW,
    on_time=True,
    quality="good",
    checked_on=check.checked_on,
    check_by=date(2026, 6, 24),
)
accepted = ReportAccepted(
    practice_review=PRACTICE_REVIEW,
    accepted_on=accept.accepted_on,
    report_hash=HASH,
    reviewer=reviewer,
    improvements=Sealed.of(accept.improvements),
    systemic_reasons=Sealed.of(accept.systemic_reasons),
    recommendations=(
        Recommendation(
            recommendation=uuid5(OCCASION, "recommendation/1"),
            owner="Portsea General Hospital",
            due_on=date(2027, 1, 31),
            text=Sealed.of("Ask who else knows."),
        ),
    ),
)
named: tuple[Event, ...] = tuple(
    DispatchDue(
        dispatch=uuid5(uuid5(OCCASION, "appointment"), f"dispatch/{recipient}/1"),
        purpose="reviewer named",
        about=uuid5(OCCASION, "appointment"),
        recipient=recipient,
        channel="email",
        revision=1,
    )
    for recipient in ("national-panel", "department-for-education", "ofsted")
)
