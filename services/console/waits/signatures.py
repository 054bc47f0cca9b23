"""What one person has signed and another must. `by` is who may not be the second."""

from collections.abc import Iterator

from services.console.waits.wait import Agreed, Begun, Change, Done
from shared.events.anonymity import CertificateVoided
from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
)
from shared.events.base import Event
from shared.events.beforehand import ApprovalTakenBack, PublicationApproved
from shared.events.calendar import (
    CalendarExtended,
    HolidayDropped,
    HolidayProposed,
    HolidayWithdrawalDropped,
    HolidayWithdrawalProposed,
    HolidayWithdrawn,
)
from shared.events.correcting import CorrectionAgreed, CorrectionProposed
from shared.events.exports import ExportApproved, ExportAsked, ExportDeclined, ExportPurged
from shared.events.holding import PublicationEnded, PublicationHeld
from shared.events.intake import IncidentReclassified, ReclassificationDeclined, ReclassificationProposed
from shared.events.keeping import CaseErased, ErasureDeclined, ErasureProposed
from shared.events.need import GlassBroken, GlassReviewed
from shared.events.notifier import (
    NotificationApproved,
    NotificationDrafted,
    NotificationSuperseded,
    NotificationWithdrawn,
    SupplementApproved,
    SupplementDrafted,
)
from shared.events.publisher import (
    AnonymityCertificateSigned,
    AnonymityCertified,
    CorrigendumPublished,
    DraftSaved,
    PublicationScheduled,
    ReportPublished,
    ReportTakenDown,
)
from shared.events.recipients import RecipientChangeConfirmed, RecipientChangeDropped, RecipientChangeProposed
from shared.events.removal import RemovalProposed, ReportRemoved


def of_signatures(event: Event) -> Iterator[Change]:
    yield from _of_a_decision(event)
    yield from _of_a_notice(event)
    yield from _of_a_text(event)
    yield from _of_what_is_public(event)
    yield from _of_what_all_go_by(event)
    yield from _of_its_end(event)
    yield from _of_access(event)


def _of_a_decision(event: Event) -> Iterator[Change]:
    match event:
        case ReclassificationProposed(proposal=id_, proposed_by=by, asked=asked) as it:
            name = f"{it.previous} {it.trigger_class}"
            yield Begun("reclassification", str(id_), name, by, asked or "")
        case ReclassificationDeclined(proposal=id_):
            yield Done("reclassification", str(id_))
        case IncidentReclassified(proposal=id_) if id_:
            yield Done("reclassification", str(id_))
        case BackdatingProposed(proposal=id_, clock=clock, proposed_by=by):
            yield Begun("backdating", str(id_), clock, by)
        case BackdatingConfirmed() | BackdatingRefused() | BackdatingLapsed() as it:
            yield Done("backdating", str(it.proposal))


def _of_a_notice(event: Event) -> Iterator[Change]:
    """Another draft takes the place of the one before."""
    match event:
        case NotificationDrafted(notification=id_, revision=revision, drafter=by):
            yield Begun("notification", str(id_), str(revision), by)
        case NotificationApproved(notification=id_):
            yield Done("notification", str(id_))
        case NotificationWithdrawn() | NotificationSuperseded():
            yield from (Done("notification"), Done("supplement"))
        case SupplementDrafted(number=number, drafter=by):
            yield Begun("supplement", str(number), str(number), by)
        case SupplementApproved(number=number):
            yield Done("supplement", str(number))


def _of_a_text(event: Event) -> Iterator[Change]:
    """Certificate, day and correction are of one text: another text takes them away."""
    match event:
        case DraftSaved() | CertificateVoided() | PublicationEnded():
            yield from (Done("certificate"), Done("publication"), Done("correction"))
        case AnonymityCertificateSigned(text_hash=hash_, signed_by=by):
            yield Begun("certificate", hash_, by=by)
        case AnonymityCertified(text_hash=hash_):
            yield Done("certificate", hash_)
        case PublicationScheduled(text_hash=hash_, publish_on=day, scheduled_by=by):
            yield Done("publication")
            if by:  # before a second person was asked for, nobody waited for one
                yield Begun("publication", hash_, day.isoformat(), by)
        case PublicationApproved() | ApprovalTakenBack():
            yield Agreed("publication", back=isinstance(event, ApprovalTakenBack))
        case PublicationHeld() | ReportPublished():
            yield Done("publication")


def _of_what_is_public(event: Event) -> Iterator[Change]:
    match event:
        case CorrectionProposed(text_hash=hash_, proposed_by=by):
            yield Begun("correction", hash_, by=by)
        case CorrectionAgreed() | CorrigendumPublished():
            yield Done("correction")
        case RemovalProposed(publication=id_, proposed_by=by):
            yield Begun("removal", str(id_), by=by)
        case ReportRemoved() | ReportTakenDown():
            yield from (Done("removal"), Done("correction"))


def _of_what_all_go_by(event: Event) -> Iterator[Change]:
    """Working days and addresses: on no case."""
    match event:
        case HolidayProposed() as it:
            yield Begun("holiday", f"{it.place}/{it.day}", it.day.isoformat(), it.proposer)
        case CalendarExtended() | HolidayDropped() as it:
            yield Done("holiday", f"{it.place}/{it.day}")
        case HolidayWithdrawalProposed() as it:
            yield Begun("holiday taken back", f"{it.place}/{it.day}", it.day.isoformat(), it.proposer)
        case HolidayWithdrawn() | HolidayWithdrawalDropped() as it:
            yield Done("holiday taken back", f"{it.place}/{it.day}")
        case RecipientChangeProposed(recipient=whose, change=change, proposer=by):
            yield Begun("recipient change", whose, str(change), by)
        case RecipientChangeConfirmed(recipient=whose) | RecipientChangeDropped(recipient=whose):
            yield Done("recipient change", whose)


def _of_its_end(event: Event) -> Iterator[Change]:
    """Another proposal takes the place of the one before. What else waits on an erased case is not listed: see
    the view.
    """
    match event:
        case ErasureProposed(proposal=id_, proposed_by=by):
            yield Done("erasure")
            yield Begun("erasure", str(id_), by=by)
        case ErasureDeclined() | CaseErased():
            yield Done("erasure")


def _of_access(event: Event) -> Iterator[Change]:
    match event:
        case GlassBroken(opening=id_, person=by, review_by=day):
            yield Begun("broken glass", str(id_), day.isoformat(), by)
        case GlassReviewed(opening=id_):
            yield Done("broken glass", str(id_))
        case ExportAsked(asked_by=by):
            yield Begun("export", "", by=by)
        case ExportApproved() | ExportDeclined() | ExportPurged():
            yield Done("export")
