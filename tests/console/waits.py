"""Something of every kind that waits for a person, and what ends each."""

from datetime import date
from uuid import UUID

from shared.events.anonymity import CertificateVoided
from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
)
from shared.events.base import Event, QuarantineDiscarded, QuarantineReplayed, RecordQuarantined
from shared.events.beforehand import CopyCommentsReceived, CopyRegardHad, PublicationApproved
from shared.events.calendar import (
    CalendarExtended,
    HolidayDropped,
    HolidayProposed,
    HolidayWithdrawalDropped,
    HolidayWithdrawalProposed,
    HolidayWithdrawn,
)
from shared.events.correcting import CorrectionAgreed, CorrectionProposed
from shared.events.dispatch import (
    DispatchDoubtResolved,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchRefused,
    DispatchWithdrawn,
)
from shared.events.exports import ExportApproved, ExportAsked, ExportDeclined, ExportPurged
from shared.events.holding import PublicationHeld
from shared.events.intake import IncidentReclassified, ReclassificationDeclined, ReclassificationProposed
from shared.events.keeping import CaseErased, ErasureDeclined, ErasureProposed
from shared.events.merging import CaseMerged, DuplicateSuspected, KeptApart
from shared.events.need import GlassBroken, GlassReviewed
from shared.events.notifier import (
    NotificationApproved,
    NotificationDrafted,
    NotificationSuperseded,
    NotificationWithdrawn,
    SupplementApproved,
    SupplementDrafted,
)
from shared.events.practice import CommentsReceived, RegardHad
from shared.events.publisher import (
    AnonymityCertificateSigned,
    AnonymityCertified,
    DraftSaved,
    PublicationScheduled,
)
from shared.events.recipients import RecipientChangeConfirmed, RecipientChangeDropped, RecipientChangeProposed
from shared.events.removal import RemovalProposed, ReportRemoved
from shared.events.requests import CopyRequested, CopySupplied, RequestRefused
from tests.console.examples import BY, CASE, MONDAY, NOTIFICATION, PRACTICE, PUBLICATION, SECRET

ID, COMMENT, DISPATCH = UUID(int=31), UUID(int=32), UUID(int=33)
OTHER = "9f3a9c21-0000-4000-8000-000000000009"
DAY = date(2026, 6, 1)
TEXT = "1" * 64
PROPOSED = ReclassificationProposed(
    proposal=ID, proposed_by="person:one", asked="person:two", previous="A", trigger_class="B", reasons=SECRET
)
MOVED = BackdatingProposed(
    proposal=ID,
    proposed_by="person:one",
    clock="awareness",
    previous=MONDAY,
    at=MONDAY,
    counts_from=MONDAY,
    previous_due_on=DAY,
    due_on=DAY,
    reason=SECRET,
)
RECLASSIFIED = IncidentReclassified(
    previous="A", trigger_class="B", second_signature="person:two", reasons=SECRET, proposal=ID
)
HOLIDAY = HolidayProposed(place="england-and-wales", day=DAY, holiday="A Jubilee", proposer="person:one")
EXTENDED = CalendarExtended(
    place="england-and-wales", day=DAY, holiday="A Jubilee", proposed_by="person:one", approved_by="person:two"
)
TAKEN_BACK = HolidayWithdrawn(
    place="england-and-wales", day=DAY, holiday="A Jubilee", proposed_by="person:one", approved_by="person:two"
)
CHANGE = RecipientChangeProposed(
    change=ID, recipient="ofsted", channel="email", address="a@b.example", proposer="person:one", reason=SECRET
)
SIGNED = AnonymityCertificateSigned(
    publication=PUBLICATION, text_hash=TEXT, method="search", signed_by="person:one"
)
PLANNED = PublicationScheduled(publication=PUBLICATION, text_hash=TEXT, publish_on=DAY, scheduled_by="person:one")
AGREED = PublicationApproved(publication=PUBLICATION, text_hash=TEXT, publish_on=DAY, approved_by="person:two")
REMOVED = ReportRemoved(
    publication=PUBLICATION,
    ground="somebody could be identified",
    removed_on=DAY,
    authorised_by=("person:one", "person:two"),
    explanation=SECRET,
)
ASIDE = RecordQuarantined(
    quarantine=ID, topic="partner.police.incidents", partition=0, offset=4, reason="not JSON", record=SECRET
)
BY_PORTAL = DispatchDue(
    dispatch=DISPATCH, purpose="notification", about=NOTIFICATION, recipient="panel", channel="portal", revision=1
)
DOUBTED = DispatchInDoubt(dispatch=DISPATCH, attempt=1, resend_at=None)
REFUSED = DispatchRefused(dispatch=DISPATCH, refused_at=MONDAY, how="bounced", reference="", reason=SECRET)
FAILED = DispatchFailed(dispatch=DISPATCH, attempt=1, failure="permanent", detail="550")
HANDED_OVER = DispatchHandedOver(dispatch=DISPATCH, attempt=1, handed_over_at=MONDAY, response_hash="0" * 64)
RESOLVED = DispatchDoubtResolved(dispatch=DISPATCH, decision="it arrived", reason=SECRET)
REQUESTED = CopyRequested(
    request=ID, reference="PM-2024-01", requested_at=MONDAY, information_request=False, requester=SECRET
)
COPY_SAID = CopyCommentsReceived(
    publication=PUBLICATION, comment=COMMENT, recipient="panel", text_hash=TEXT, received_on=DAY, text=SECRET
)
SAID = CommentsReceived(practice_review=PRACTICE, comment=COMMENT, recipient="panel", received_on=DAY, text=SECRET)
SAVED = DraftSaved(publication=PUBLICATION, text_hash="2" * 64, text=SECRET)
VOIDED = CertificateVoided(publication=PUBLICATION, text_hash=TEXT, because="more became known")
_BY_RULE = {"record_class": "child protection", "closed_on": date(2024, 1, 1), "keep_until": date(2059, 1, 1)}
TO_ERASE = ErasureProposed.model_validate(
    {**_BY_RULE, "proposal": ID, "cases": (CASE,), "proposed_by": "person:one", "reason": SECRET}
)
ERASED = CaseErased.model_validate(
    {
        **_BY_RULE,
        "proposal": ID,
        "proposed_by": "person:one",
        "approved_by": "person:two",
        "cases": (CASE,),
        "keys": (CASE,),
    }
)
GLASS = GlassBroken(opening=ID, person="person:one", reason=SECRET, until=MONDAY, review_by=MONDAY.date())
# What begins to wait, at which service, and each thing that ends it.
KINDS: list[tuple[str, Event, list[Event]]] = [
    ("intake", PROPOSED, [RECLASSIFIED, ReclassificationDeclined(proposal=ID, reasons=SECRET)]),
    (
        "notifier",
        NotificationDrafted(notification=NOTIFICATION, revision=2, drafter="person:one", narrative=SECRET),
        [
            NotificationApproved(notification=NOTIFICATION, revision=2),
            NotificationWithdrawn(notification=NOTIFICATION, reason="withdrawn"),
            NotificationSuperseded(notification=NOTIFICATION, into=OTHER),
        ],
    ),
    (
        "notifier",
        SupplementDrafted(notification=NOTIFICATION, number=1, drafter="person:one", information=SECRET),
        [SupplementApproved(notification=NOTIFICATION, number=1)],
    ),
    (
        "intake",
        MOVED,
        [
            BackdatingConfirmed(proposal=ID, clock="awareness", confirmed_by="person:two"),
            BackdatingRefused(proposal=ID, clock="awareness", reasons=SECRET),
            BackdatingLapsed(proposal=ID, clock="awareness", because="merged"),
        ],
    ),
    ("intake", HOLIDAY, [EXTENDED, HolidayDropped(place="england-and-wales", day=DAY)]),
    (
        "intake",
        HolidayWithdrawalProposed(place="england-and-wales", day=DAY, proposer="person:one"),
        [TAKEN_BACK, HolidayWithdrawalDropped(place="england-and-wales", day=DAY)],
    ),
    (
        "notifier",
        CHANGE,
        [
            RecipientChangeConfirmed(change=ID, recipient="ofsted", channel="email", address="a@b.example"),
            RecipientChangeDropped(change=ID, recipient="ofsted", reason=SECRET),
        ],
    ),
    (
        "publisher",
        SIGNED,
        [
            AnonymityCertified(publication=PUBLICATION, text_hash=TEXT, signed_by=("person:one", "person:two")),
            SAVED,
            VOIDED,
        ],
    ),
    ("publisher", PLANNED, [AGREED, SAVED, VOIDED, PublicationHeld(hold=ID)]),
    (
        "publisher",
        CorrectionProposed(publication=PUBLICATION, text_hash=TEXT, proposed_by="person:one"),
        [CorrectionAgreed(publication=PUBLICATION, text_hash=TEXT, agreed_by=("person:one", "person:two")), SAVED],
    ),
    (
        "publisher",
        RemovalProposed(
            publication=PUBLICATION,
            ground="somebody could be identified",
            explanation=SECRET,
            proposed_by="person:one",
        ),
        [REMOVED],
    ),
    ("intake", TO_ERASE, [ErasureDeclined(proposal=ID, reason=SECRET)]),
    (
        "console",
        ExportAsked(export=ID, asked_by="person:one", filters=SECRET, filtered_by=(), purpose=SECRET),
        [
            ExportApproved(export=ID, approved_by="person:two", until_on=DAY),
            ExportDeclined(export=ID, declined_by="person:two", reasons=SECRET),
            ExportPurged(export=ID, kept_days=180),
        ],
    ),
    ("intake", GLASS, [GlassReviewed(opening=ID, outcome="justified", note=SECRET)]),
    (
        "intake",
        ASIDE,
        [
            QuarantineReplayed(quarantine=ID, case=OTHER, corrected=True, reason=SECRET),
            QuarantineDiscarded(quarantine=ID, reason=SECRET),
        ],
    ),
    ("notifier", BY_PORTAL, [HANDED_OVER, DispatchWithdrawn(dispatch=DISPATCH, reason="superseded")]),
    ("reviews", DOUBTED, [RESOLVED, HANDED_OVER]),
    ("notifier", REFUSED, [HANDED_OVER, DispatchWithdrawn(dispatch=DISPATCH, reason="superseded")]),
    ("publisher", FAILED, [HANDED_OVER]),
    (
        "publisher",
        REQUESTED,
        [
            CopySupplied(request=ID, means="by hand", readable_until=None),
            RequestRefused(request=ID, ground="not held", explanation=SECRET),
        ],
    ),
    (
        "publisher",
        COPY_SAID,
        [CopyRegardHad(publication=PUBLICATION, comment=COMMENT, outcome="the text stays", response=SECRET)],
    ),
    ("reviews", SAID, [RegardHad(practice_review=PRACTICE, comment=COMMENT, response=SECRET)]),
    (
        "intake",
        DuplicateSuspected(other=OTHER, grounds=("the same day",)),
        [
            KeptApart(other=OTHER, reasons=SECRET),
            CaseMerged(into=OTHER, reported_by=BY, reasons=SECRET),
        ],
    ),
]
