"""One good example of every event of gathering a rapid review, in literals: a golden file has one meaning."""

from datetime import date
from uuid import UUID

from shared.events.asking import ReturnAsked, ReturnChased, ReturnNoLongerAsked, ReturnReceived, ReturnRefused
from shared.events.base import Event
from shared.events.documents import DocumentKept
from shared.events.gathering import (
    AgencyReturnChased,
    AgencyReturnReleased,
    AgencyReturnRequested,
    AgencyReturnSubmitted,
    ChronologyEntry,
    ChronologyUploaded,
    CircumstanceWeighed,
    EntriesJoined,
    EntriesSeparated,
    HeadingWritten,
    ImmediateActionTaken,
    PurposeAddressed,
    RapidReviewMeetingHeld,
)
from shared.events.scanned import DocumentScanned
from shared.sealed import Sealed

RAPID_REVIEW = UUID(int=0x2A)
RETURN = UUID(int=0x2D)
CASE = "5b0e9f37-6b1f-5c0d-9a44-2f616d9a3c5e"

GATHERING: tuple[Event, ...] = (
    AgencyReturnRequested(
        agency_return=RETURN, rapid_review=RAPID_REVIEW, agency="hospital", due_on=date(2026, 4, 27)
    ),
    AgencyReturnChased(agency_return=RETURN, agency="hospital", step="overdue", due_on=date(2026, 4, 27)),
    AgencyReturnReleased(agency_return=RETURN, agency="hospital", reason="incident reclassified from A to D"),
    AgencyReturnSubmitted(
        agency_return=RETURN,
        agency="hospital",
        revision=1,
        involvement=Sealed.of("Two visits."),
        key_episodes=Sealed.of("One bruise."),
        good_practice=Sealed.of("The family was asked openly."),
        immediate_action=None,
        chronology=(ChronologyEntry(entry=UUID(int=0x2E), content=Sealed.of('{"on":"2026-03-03"}')),),
    ),
    ChronologyUploaded(
        agency_return=RETURN,
        agency="hospital",
        sha256="ab" * 32,
        entries=(ChronologyEntry(entry=UUID(int=0x2E), content=Sealed.of('{"on":"2026-03-03"}')),),
    ),
    EntriesJoined(rapid_review=RAPID_REVIEW, entries=(UUID(int=0x2E), UUID(int=0x2F))),
    EntriesSeparated(rapid_review=RAPID_REVIEW, entries=(UUID(int=0x2F),)),
    DocumentKept(
        document=UUID(int=0x2D),
        about="agency return",
        agency="hospital",
        sha256="cd" * 32,
        size=4096,
        media_type="application/pdf",
        name=Sealed.of("Ward notes.pdf"),
    ),
    DocumentScanned(document=UUID(int=0x2D), found="Win.Test.EICAR_HDB-1", scanner="ClamAV 1.4.6/27800"),
    RapidReviewMeetingHeld(rapid_review=RAPID_REVIEW, held_on=date(2026, 4, 28), attended=("hospital", "police")),
    ImmediateActionTaken(
        rapid_review=RAPID_REVIEW,
        reference="safe-1",
        owner="Portsea General Hospital",
        taken_on=date(2026, 4, 14),
        text=Sealed.of("Seen by a paediatrician the same day."),
    ),
    PurposeAddressed(rapid_review=RAPID_REVIEW, purpose="context", account=Sealed.of("They had moved twice.")),
    CircumstanceWeighed(
        rapid_review=RAPID_REVIEW,
        circumstance="several areas",
        applies=True,
        account=Sealed.of("Two authorities knew the family."),
    ),
    HeadingWritten(
        rapid_review=RAPID_REVIEW, heading="child's voice", account=Sealed.of("She asked to stay with her gran.")
    ),
    ReturnAsked(case=CASE, agency_return=RETURN, due_on=date(2026, 4, 27)),
    ReturnChased(case=CASE, agency_return=RETURN, step="overdue", due_on=date(2026, 4, 27)),
    ReturnReceived(case=CASE, agency_return=RETURN, revision=1),
    ReturnNoLongerAsked(case=CASE, agency_return=RETURN),
    ReturnRefused(quarantine=UUID(int=0x2F), offset=3, reason="Field required", pointer="/data/involvement"),
)
