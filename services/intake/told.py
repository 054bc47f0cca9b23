"""What an agency told of a case, opened: its report as it came, and what it said afterwards.

Called for a person who has said what for. Nothing of it may be kept, logged or cached.
"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.amendments import AttachmentKept, DocumentKind, ReportAddedTo, ReportCorrected, ReportWithdrawn
from shared.events.base import Recorded
from shared.events.intake import IncidentReported, ReportDetails
from shared.events.merging import CaseReleased, CaseTakenOver
from shared.events.openings import Purpose
from shared.keys import Keyring
from shared.malware import held


class Correction(BaseModel):
    """The whole report as it should have been."""

    at: datetime
    reasons: str
    report: ReportDetails


class Remark(BaseModel):
    """Further information, or why the report was withdrawn."""

    at: datetime
    text: str


class Document(BaseModel):
    """Its bytes are asked for by `attachment`."""

    attachment: UUID
    at: datetime
    name: str
    kind: DocumentKind
    media_type: str
    size: int  # bytes
    sha256: str
    scan: held.Standing = "not scanned yet"  # for malware


class Told(BaseModel):
    """`report` is as it came and never changes. `merged`: cases of the same incident, each opened by itself."""

    case: str
    agency: str
    agency_reference: str
    reported_at: datetime
    report: ReportDetails
    corrections: list[Correction] = []
    additions: list[Remark] = []
    withdrawal: Remark | None = None
    attachments: list[Document] = []
    merged: list[str] = []


async def told(keyring: Keyring, db: Database, known: list[Recorded], purpose: Purpose) -> Told | None:
    """From all that is known of a case. None where nobody reported it. Raises KeyNotHere when it was erased."""
    found: Told | None = None
    for recorded in known:
        match recorded.data:
            case IncidentReported(reported_by=by, details=details):
                found = Told(
                    case=recorded.subject,
                    agency=by.agency,
                    agency_reference=by.agency_reference,
                    reported_at=recorded.time,
                    report=await keyring.open(db, details, ReportDetails, purpose),
                )
            case _ if found:
                await _afterwards(keyring, db, found, recorded, purpose)
    if found and found.attachments:
        scans = await held.standings(db, [each.attachment for each in found.attachments])
        for each in found.attachments:
            each.scan = scans.get(each.attachment, each.scan)
    return found


async def _afterwards(keyring: Keyring, db: Database, found: Told, recorded: Recorded, purpose: Purpose) -> None:
    at = recorded.time
    match recorded.data:
        case ReportCorrected(details=details, reasons=reasons):
            report = await keyring.open(db, details, ReportDetails, purpose)
            why = await keyring.open(db, reasons, str, purpose)
            found.corrections.append(Correction(at=at, reasons=why, report=report))
        case ReportAddedTo(information=information):
            found.additions.append(Remark(at=at, text=await keyring.open(db, information, str, purpose)))
        case ReportWithdrawn(reasons=reasons):
            found.withdrawal = Remark(at=at, text=await keyring.open(db, reasons, str, purpose))
        case AttachmentKept(name=name) as it:
            plain = it.model_dump(include={"attachment", "kind", "media_type", "size", "sha256"})
            found.attachments.append(Document(at=at, name=await keyring.open(db, name, str, purpose), **plain))
        case CaseTakenOver(merged=merged):
            found.merged.append(merged)
        case CaseReleased(merged=merged) if merged in found.merged:
            found.merged.remove(merged)
