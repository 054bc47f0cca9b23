"""One good case of everything that the publisher hears and says, for all its tests.

The case: a review decided on Friday 28 August 2026, published on Wednesday 6 January 2027 (worked date W6), and so
taken down on Friday 7 January 2028.
"""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from services.publisher import advance_copies
from services.publisher.anonymity import SOURCES
from services.publisher.commands import MakeReady, OpenPublication, SaveDraft, SignAnonymityCertificate
from services.publisher.decider import publisher
from services.publisher.gate.scan import EDITION
from services.publisher.publication import Publication
from services.publisher.text import lacks, reference, text_hash
from shared import partnership as configuration
from shared.decider import Decider
from shared.dispatch.life import message_id
from shared.events.anonymity import Found, TextScanned
from shared.events.base import Event
from shared.events.beforehand import PublicationApproved
from shared.events.dispatch import DispatchAttempted, DispatchDue, DispatchHandedOver
from shared.events.duties import DutyArose, DutyMet
from shared.events.publisher import (
    AnonymityCertificateSigned,
    AnonymityCertified,
    DraftSaved,
    PastReviewListed,
    PublicationOpened,
    PublicationReady,
    PublicationScheduled,
    PublicText,
    ReportPublished,
    ReportTakenDown,
)
from shared.events.reviews import PracticeReviewInitiated, ReportAccepted
from shared.partnership import Partnership
from shared.policy import policy
from shared.sealed import Sealed
from shared.testing import OCCASION, SOMEBODY
from tests import examples as told

CASE = "5b0e9f37-6b1f-5c0d-9a44-2f616d9a3c5e"
PRACTICE_REVIEW = UUID(int=8)
PUBLICATION = uuid5(OCCASION, "publication")
DUTY = uuid5(PUBLICATION, "duty/practice-review")
TAKE_DOWN_DUTY = uuid5(PUBLICATION, "duty/take-down")

DECIDED_ON = date(2026, 8, 28)
DUE_ON = date(2027, 2, 28)
PUBLISH_ON = date(2027, 1, 6)
LATEST_COPY_ON = date(2026, 12, 23)
TAKE_DOWN_ON = date(2028, 1, 7)

ACCEPTED_AT = datetime(2026, 12, 1, 10, tzinfo=UTC)
IN_DECEMBER = datetime(2026, 12, 21, 10, tzinfo=UTC)
ON_THE_LAST_DAY = datetime(2026, 12, 23, 23, 59, 59, tzinfo=UTC)
A_DAY_LATE = datetime(2026, 12, 24, 0, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2027, 1, 6, 0, 0, tzinfo=UTC)
TAKEN_DOWN_AT = datetime(2028, 1, 7, 0, 0, tzinfo=UTC)

WRITER, FIRST, SECOND = "person:writer", "person:first", "person:second"
RECIPIENTS = ("national-panel", "department-for-education", "ofsted")

REPORT = """# What happened

Willow was four months old when hospital staff saw that she had been hurt. Several services knew the family.

## How services worked together

The health visitor's concern of *March* did not reach the people who decided in **April**.

# What should change

1. One record that all who visit a family can see.
2. A named person who asks, after every missed appointment, what it was like for the child.

| Who | What | By when |
|---|---|---|
| Health | One record | September |
| The authority | A named person | June |"""
STEPS = (
    "A baby was seriously hurt at home. Six services had been in touch with the family.",
    "Babies cannot say what happens to them. *Missed appointments* were not seen as a sign.",
    "Concerns were written down in **three** places and read in one.",
    "- One record\n- Curiosity about the men in a baby's life\n- A question after each missed visit",
    "Ask in your next supervision: who else is seeing this baby?",
    "What will you do differently? Write it down and bring it to your team within a month.",
)


@cache
def partnership() -> Partnership:
    return configuration.load(Path(__file__).parents[2] / "deploy" / "partnership.toml")


text = PublicText(
    title="Child safeguarding practice review: Willow",
    pseudonym="Willow",
    reviewer="Dr Amara Okonkwo-Pryce",
    report=REPORT,
    briefing=tuple(zip(partnership().site.briefing, STEPS, strict=True)),
)
other_text = text.model_copy(update={"pseudonym": "Rowan"})
HASH = text_hash(text)
OTHER_HASH = text_hash(other_text)
REFERENCE = reference(PUBLICATION, 2027)


@cache
def decider() -> Decider[Publication]:
    return publisher(partnership())


def save(words: PublicText = text) -> SaveDraft:
    return SaveDraft(**words.model_dump())


def sign(hash_: str = HASH) -> SignAnonymityCertificate:
    return SignAnonymityCertificate(
        text_hash=hash_, searched=SOURCES, method="Press, inquest lists and social media were searched."
    )


due = policy("2026").deadline("practice-review", DECIDED_ON).due()
initiated = PracticeReviewInitiated(practice_review=PRACTICE_REVIEW, decided_on=DECIDED_ON, due=due)
accepted = ReportAccepted(
    practice_review=PRACTICE_REVIEW,
    accepted_on=ACCEPTED_AT.date(),
    report_hash="a" * 64,
    reviewer=Sealed(key=CASE, box="AAAA"),
    improvements=Sealed(key=CASE, box="AAAA"),
    systemic_reasons=Sealed(key=CASE, box="AAAA"),
    recommendations=(),
)
reported = told.incident_reported
open_it = OpenPublication(practice_review=PRACTICE_REVIEW, due=due)
make_ready = MakeReady(practice_review=PRACTICE_REVIEW, report_hash="a" * 64, reviewer=accepted.reviewer)

opened = PublicationOpened(publication=PUBLICATION, practice_review=PRACTICE_REVIEW, kind="practice review")
owed = DutyArose(duty=DUTY, about=PUBLICATION, owed_to="public", strength="must", due=due)
ready = PublicationReady(publication=PUBLICATION, report_hash="a" * 64, reviewer=accepted.reviewer)


def drafted(words: PublicText = text) -> DraftSaved:
    return DraftSaved(
        publication=PUBLICATION,
        text_hash=text_hash(words),
        text=Sealed.of(words),
        drafter=WRITER,
        lacks=lacks(words),
    )


def signed(person: str) -> AnonymityCertificateSigned:
    return AnonymityCertificateSigned(
        publication=PUBLICATION, text_hash=HASH, method=sign().method, signed_by=person, searched=SOURCES
    )


certificate = AnonymityCertified(publication=PUBLICATION, text_hash=HASH, signed_by=(FIRST, SECOND))


def dispatch_to(recipient: str, revision: int = 1) -> UUID:
    return uuid5(PUBLICATION, f"dispatch/{recipient}/{revision}")


def copy_due(recipient: str, *, hash_: str = HASH, revision: int = 1) -> DispatchDue:
    return DispatchDue(
        dispatch=dispatch_to(recipient, revision),
        purpose="advance copy",
        about=PUBLICATION,
        recipient=recipient,
        channel="email",
        revision=revision,
        due_on=LATEST_COPY_ON,
        document_hash=hash_,
        calendar=copy_owed(recipient).due.calendar,
    )


def copy_owed(recipient: str, publish_on: date = PUBLISH_ON) -> DutyArose:
    copy = advance_copies.due_for(publish_on)
    assert copy
    duty = uuid5(OCCASION, f"duty/{recipient}")
    return DutyArose(duty=duty, about=PUBLICATION, owed_to=recipient, strength="must", due=copy)


def copy_met(recipient: str, at: datetime) -> DutyMet:
    return DutyMet(
        duty=uuid5(OCCASION, f"duty/{recipient}"),
        met_at=at,
        late=at > ON_THE_LAST_DAY,
        working_days_late=int(at > ON_THE_LAST_DAY),
        evidence=f"dispatch {dispatch_to(recipient)}",
    )


def attempted(recipient: str) -> DispatchAttempted:
    id_ = dispatch_to(recipient)
    return DispatchAttempted(dispatch=id_, attempt=1, message_id=message_id(id_))


def handed_over(recipient: str, at: datetime) -> DispatchHandedOver:
    return DispatchHandedOver(
        dispatch=dispatch_to(recipient), attempt=1, handed_over_at=at, response_hash="b" * 64
    )


def sent_to(recipient: str, at: datetime = ON_THE_LAST_DAY) -> tuple[Event, ...]:
    """From the copy's becoming due to its being handed over."""
    sent = (copy_due(recipient), copy_owed(recipient), attempted(recipient))
    return (*sent, handed_over(recipient, at), copy_met(recipient, at))


accepted_so_far = (opened, owed, ready)


def scanned(*found: Found, words: PublicText = text, opened: int = 1) -> TextScanned:
    return TextScanned(
        publication=PUBLICATION, text_hash=text_hash(words), edition=EDITION, opened=opened, found=found
    )


drafted_so_far = (*accepted_so_far, drafted())
scanned_so_far = (*drafted_so_far, scanned())
certified_so_far = (*scanned_so_far, signed(FIRST), signed(SECOND), certificate)
copies_due = tuple(event for r in RECIPIENTS for event in (copy_due(r), copy_owed(r)))
sent_so_far = (*certified_so_far, *(event for r in RECIPIENTS for event in sent_to(r)))


def scheduled_by(person: str) -> PublicationScheduled:
    return PublicationScheduled(
        publication=PUBLICATION, text_hash=HASH, publish_on=PUBLISH_ON, scheduled_by=person
    )


def approved_on(day: date) -> PublicationApproved:
    """By somebody else, who was told that nobody is named who is to be told first."""
    return PublicationApproved(
        publication=PUBLICATION,
        text_hash=HASH,
        publish_on=day,
        approved_by=SECOND,
        untold_because=Sealed.of("No family is known."),
    )


scheduled = scheduled_by(SOMEBODY)
approved = approved_on(PUBLISH_ON)
scheduled_so_far = (*sent_so_far, scheduled)
approved_so_far = (*scheduled_so_far, approved)


def published_on(day: date, words: PublicText = text) -> ReportPublished:
    return ReportPublished(
        publication=PUBLICATION,
        reference=reference(PUBLICATION, day.year),
        kind="practice review",
        published_on=day,
        text_hash=text_hash(words),
        text=words,
    )


def take_down_owed(published: date) -> DutyArose:
    take_down = policy("2026").deadline("take-down", published).due()
    return DutyArose(duty=TAKE_DOWN_DUTY, about=PUBLICATION, owed_to="public", strength="should", due=take_down)


published = published_on(PUBLISH_ON)
published_so_far = (*approved_so_far, published, take_down_owed(PUBLISH_ON))
taken_down = ReportTakenDown(publication=PUBLICATION, taken_down_on=TAKE_DOWN_ON)
past = PastReviewListed(reference="CSPR-2022-T3DD", title="Ted", kind="practice review", year=2022, archived=False)
