"""The events of one case, each as its service would say it; everything in them is made up."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from shared.deadline import RuleName
from shared.events.duties import DutyArose, DutyMet
from shared.events.intake import (
    AuthorityBecameAware,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
    ReportedBy,
)
from shared.events.notifier import (
    NotificationApproved,
    NotificationDrafted,
    NotificationOpened,
    NotificationSubmitted,
)
from shared.events.publisher import (
    AnonymityCertified,
    DraftSaved,
    PublicationScheduled,
    PublicText,
    ReportPublished,
    ReportTakenDown,
)
from shared.events.reviews import (
    PracticeReviewInitiated,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewSubmitted,
    ReportAccepted,
)
from shared.policy import policy_on
from shared.sealed import Sealed

CASE = "7f3a9c21-0000-4000-8000-000000000001"
MONDAY = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
SECRET = Sealed(key=CASE, box="c2VhbGVkIGFuZCBuZXZlciBzaG93bg==")
BY = ReportedBy(agency="police", report="report-1", agency_reference="MVP/1")
NOTIFICATION, RAPID, PRACTICE, PUBLICATION = (UUID(int=number) for number in range(1, 5))
PUBLIC_TEXT = PublicText(title="Child R", pseudonym="Child R", reviewer="A Reviewer", report="Text", briefing=())


def day(number: int) -> datetime:
    """So many days into the story."""
    return MONDAY + timedelta(days=number)


def duty_of(about: UUID, owed_to: str) -> UUID:
    return uuid5(about, f"duty/{owed_to}")


def arose(about: UUID, rule: RuleName, start: date | datetime, owed_to: str) -> DutyArose:
    on = start.date() if isinstance(start, datetime) else start
    edition = policy_on(on)
    return DutyArose(
        duty=duty_of(about, owed_to),
        about=about,
        owed_to=owed_to,
        strength=edition.rule(rule).strength,
        due=edition.deadline(rule, start).due(),
    )


def met(about: UUID, owed_to: str, at: datetime, late: int = 0) -> DutyMet:
    duty = duty_of(about, owed_to)
    return DutyMet(duty=duty, met_at=at, late=late > 0, working_days_late=late, evidence="dispatch")


REPORTED = IncidentReported(
    reported_by=BY,
    la_code="E06000045",
    harm="serious harm",
    incident_on=date(2026, 1, 4),
    incident_precision="exact",
    agency_aware_at=MONDAY,
    children=2,
    details=SECRET,
)
AWARE = AuthorityBecameAware(reported_by=BY, incident_aware_at=day(1), channel="telephone")
NOT_NOTIFY = NotNotifyDecided(
    reported_by=BY, trigger_class="D", grounds="none", authority="director", partner_views={}, reasons=SECRET
)
NOTIFY = NotifyDecided(
    reported_by=BY,
    trigger_class="A",
    clock_starts_at=day(1),
    incident_aware_at=day(1),
    grounds="injury",
    authority="director",
    partner_views={"police": "notify"},
    reasons=SECRET,
)
OPENED = NotificationOpened(
    notification=NOTIFICATION, trigger_class="A", clock_starts_at=day(1), incident_aware_at=day(1)
)
DRAFTED = NotificationDrafted(notification=NOTIFICATION, revision=1, drafter="person:one", narrative=SECRET)
APPROVED = NotificationApproved(notification=NOTIFICATION, revision=1)
SUBMITTED = NotificationSubmitted(
    notification=NOTIFICATION, trigger_class="A", submitted_at=day(4), incident_aware_at=day(1)
)
RAPID_OPENED = RapidReviewOpened(rapid_review=RAPID, notification=NOTIFICATION)
RAPID_DECIDED = RapidReviewDecided(
    rapid_review=RAPID,
    next_step="practice review",
    views={},
    national_review_suggested=False,
    decided_on=date(2026, 1, 20),
    reasons=SECRET,
)
RAPID_SUBMITTED = RapidReviewSubmitted(rapid_review=RAPID, submitted_at=day(17))
PRACTICE_INITIATED = PracticeReviewInitiated(
    practice_review=PRACTICE,
    decided_on=date(2026, 1, 20),
    due=policy_on(date(2026, 1, 20)).deadline("practice-review", date(2026, 1, 20)).due(),
)
ACCEPTED = ReportAccepted(
    practice_review=PRACTICE,
    accepted_on=date(2026, 5, 11),
    report_hash="0" * 64,
    reviewer=SECRET,
    improvements=SECRET,
    systemic_reasons=SECRET,
    recommendations=(),
)
SAVED = DraftSaved(publication=PUBLICATION, text_hash="1" * 64, text=SECRET)
CERTIFIED = AnonymityCertified(publication=PUBLICATION, text_hash="1" * 64, signed_by=("person:a", "person:b"))
SCHEDULED = PublicationScheduled(publication=PUBLICATION, text_hash="1" * 64, publish_on=date(2026, 6, 1))
PUBLISHED = ReportPublished(
    publication=PUBLICATION,
    reference="PM-2026-01",
    kind="practice review",
    published_on=date(2026, 6, 1),
    text_hash="1" * 64,
    text=PUBLIC_TEXT,
)
TAKEN_DOWN = ReportTakenDown(publication=PUBLICATION, taken_down_on=date(2027, 6, 2))
