"""What a scanner found in a document. Said by whoever keeps the document: intake, and reviews."""

from uuid import UUID

from shared.events.base import Event
from shared.events.report import ReportedBy


class DocumentScanned(Event):
    """A document was looked at for malware: before that nobody opens it, and never where something was found."""

    document: UUID
    found: str  # the name that the scanner's signatures give it; empty: nothing
    scanner: str  # its release, and that of its signatures
    reported_by: ReportedBy | None = None  # of a document that goes with a report: whose
