"""One good example of every event that the publisher says, in literals: a golden file has one meaning."""

from datetime import UTC, date, datetime
from uuid import UUID

from shared.events.anonymity import (
    CertificateVoided,
    CoverNoted,
    FindingSettled,
    Found,
    IdentifiersAdded,
    NewsPassedOn,
    TextScanned,
)
from shared.events.base import Event
from shared.events.correcting import CorrectionAgreed, CorrectionProposed, SevenDaysWaived
from shared.events.holding import PublicationEnded, PublicationHeld, PublicationReleased
from shared.events.publisher import (
    AnonymityCertificateSigned,
    AnonymityCertified,
    CorrigendumPublished,
    DraftSaved,
    PastReviewListed,
    PublicationOpened,
    PublicationReady,
    PublicationScheduled,
    PublicText,
    ReportPublished,
    ReportTakenDown,
    ThemesChosen,
)
from shared.events.removal import RemovalProposed, ReportRemoved
from shared.events.repository import RepositoryNamingChosen
from shared.events.requests import (
    CopyRequested,
    CopySupplied,
    InformationRequestRecognised,
    RequestAcknowledged,
    Requester,
    RequestRefused,
)
from shared.sealed import Sealed
from tests import examples as ex
from tests.contracts.examples_beforehand import BEFOREHAND
from tests.contracts.examples_reviews import PRACTICE_REVIEW, REPORT_HASH

PUBLICATION = UUID(int=0x3A)
REQUEST = UUID(int=0x3B)
TEXT_HASH = "cd" * 32

text = PublicText(
    title="Willow",
    pseudonym="Willow",
    reviewer="Dr A. Example",
    report="# What happened\n\nNothing that could be told of anybody.",
    briefing=(("Background", "Short."), ("Why it matters", "Shorter.")),
    response="The partners accept the findings.",
    easy_read="We want to do better.",
)

PUBLISHER: tuple[Event, ...] = (
    PublicationOpened(publication=PUBLICATION, practice_review=PRACTICE_REVIEW, kind="practice review"),
    PublicationReady(publication=PUBLICATION, report_hash=REPORT_HASH, reviewer=Sealed.of("Dr A. Example")),
    DraftSaved(
        publication=PUBLICATION,
        text_hash=TEXT_HASH,
        text=Sealed.of(text),
        drafter="person:editor",
        lacks=("the six-step briefing",),
    ),
    AnonymityCertificateSigned(
        publication=PUBLICATION,
        text_hash=TEXT_HASH,
        method="searched press, inquest lists and social media",
        signed_by="person:first-reader",
        searched=("press", "inquest", "court listing", "social media"),
    ),
    PublicationHeld(hold=UUID(int=0x3E)),
    PublicationEnded(publication=PUBLICATION, because="another review takes its place"),
    PublicationReleased(hold=UUID(int=0x3E)),
    TextScanned(
        publication=PUBLICATION,
        text_hash=TEXT_HASH,
        edition="1",
        opened=2,
        found=(Found(mark="0123456789abcdef", rule="exact date", certain=False),),
    ),
    FindingSettled(
        publication=PUBLICATION,
        mark="0123456789abcdef",
        decision="accept",
        settled_by="person:first-reader",
        reason=Sealed.of("The day of the first meeting, which tells nothing."),
    ),
    CoverNoted(case="7c1e0f37-6b1f-5c0d-9a44-2f616d9a3c5e"),
    NewsPassedOn(case="7c1e0f37-6b1f-5c0d-9a44-2f616d9a3c5e", told_by=UUID(int=0x61)),
    IdentifiersAdded(
        publication=PUBLICATION,
        addition=UUID(int=0x3C),
        kind="school or setting",
        values=Sealed.of(("Larkspur Nursery",)),
    ),
    CertificateVoided(
        publication=PUBLICATION, text_hash=TEXT_HASH, because="more became known", told_by=UUID(int=0x3D)
    ),
    AnonymityCertified(
        publication=PUBLICATION,
        text_hash=TEXT_HASH,
        signed_by=("person:first-reader", "person:second-reader"),
    ),
    PublicationScheduled(
        publication=PUBLICATION,
        text_hash=TEXT_HASH,
        publish_on=date(2027, 1, 6),
        scheduled_by="person:editor",
    ),
    *BEFOREHAND,
    ReportPublished(
        publication=PUBLICATION,
        reference="willow-2027",
        kind="practice review",
        published_on=date(2027, 1, 6),
        text_hash=TEXT_HASH,
        text=text,
        pdf_hash="ef" * 32,
        pdf_made_with="WeasyPrint 70.0",
        scope="improvements only",
    ),
    SevenDaysWaived(
        publication=PUBLICATION,
        text_hash="ab" * 32,
        decided_by="person:editor",
        reason=Sealed.of("A month could lead to the family."),
    ),
    CorrectionProposed(publication=PUBLICATION, text_hash="ab" * 32, proposed_by="person:editor"),
    CorrectionAgreed(publication=PUBLICATION, text_hash="ab" * 32, agreed_by=("person:editor", "person:chair")),
    CorrigendumPublished(
        publication=PUBLICATION,
        reference="willow-2027",
        number=1,
        corrected_on=date(2027, 2, 1),
        replaces=TEXT_HASH,
        text_hash="ab" * 32,
        text=text.model_copy(update={"correction": "A month was taken out."}),
        pdf_hash="ef" * 32,
        pdf_made_with="WeasyPrint 70.0",
    ),
    ReportTakenDown(publication=PUBLICATION, taken_down_on=date(2028, 1, 7)),
    ThemesChosen(publication=PUBLICATION, themes=("babies", "information sharing")),
    PastReviewListed(reference="hazel-2019", title="Hazel", kind="serious case review", year=2019, archived=True),
    RemovalProposed(
        publication=PUBLICATION,
        ground="somebody could be identified",
        explanation=Sealed.of("A street is named."),
        proposed_by="person:editor",
    ),
    ReportRemoved(
        publication=PUBLICATION,
        ground="court order",
        removed_on=date(2027, 3, 1),
        authorised_by=("person:editor",),
        court_order="ZC27P00001",
        explanation=Sealed.of("Served today."),
    ),
    RepositoryNamingChosen(publication=PUBLICATION, anonymously=True),
    CopyRequested(
        request=REQUEST,
        reference="CSPR-2027-K7Q4",
        requested_at=datetime(2028, 2, 1, 9, 30, tzinfo=UTC),
        information_request=True,
        requester=Sealed.of(
            Requester(name="R. Reader", reply_to="reader@example.org", organisation="", purpose="Teaching.")
        ),
        answered_by_mail=True,
    ),
    RequestAcknowledged(request=REQUEST),
    InformationRequestRecognised(request=REQUEST),
    CopySupplied(request=REQUEST, means="by link", readable_until=date(2028, 2, 15)),
    RequestRefused(request=REQUEST, ground="not held", explanation=Sealed.of("It was never given to us.")),
    *ex.SET_ASIDE,
    *ex.DUTIES,
    *ex.DISPATCH_LIFE,
)
