"""Facts owned by intake about what an agency said after its report. The report itself never changes.

Topic: intake.events.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event
from shared.events.report import Harm, Precision, ReportDetails, ReportedBy
from shared.sealed import Sealed

Amendment = Literal["correction", "addition", "withdrawal"]
DocumentKind = Literal["report", "letter", "email", "legal document", "medical", "picture", "other"]


class ReportCorrected(Event):
    """The agency says its report anew, and why. What was decided stands until an officer decides otherwise."""

    reported_by: ReportedBy
    amendment: str  # the agency's own id of the correction
    la_code: str
    harm: Harm
    incident_on: date | None
    incident_precision: Precision
    agency_aware_at: AwareDatetime
    children: int
    flags: tuple[str, ...] = ()
    details: Sealed[ReportDetails]
    reasons: Sealed[str]


class ReportAddedTo(Event):
    """The agency tells more of the incident that it reported."""

    reported_by: ReportedBy
    amendment: str
    information: Sealed[str]


class ReportWithdrawn(Event):
    """The agency takes its report back. An officer decides what that means: the authority knows what it knows."""

    reported_by: ReportedBy
    amendment: str
    reasons: Sealed[str]


class AttachmentKept(Event):
    """A document of the agency about its report. Its bytes are kept sealed, beside the log."""

    reported_by: ReportedBy
    attachment: UUID
    sha256: str
    size: int  # bytes
    media_type: str  # as its bytes tell
    kind: DocumentKind
    name: Sealed[str]


class AmendmentAcknowledged(Event):
    """To the agency: we have what it said after its report."""

    reported_by: ReportedBy
    case: str
    amendment: str
    what: Amendment


class AttachmentBlocked(Event):
    """To the agency: malware was found in a document that it sent, and nobody will open it."""

    reported_by: ReportedBy
    case: str
    attachment: UUID
    found: str  # the name that the scanner's signatures give it


AMENDMENTS = (
    *(ReportCorrected, ReportAddedTo, ReportWithdrawn),
    *(AttachmentKept, AmendmentAcknowledged, AttachmentBlocked),
)
