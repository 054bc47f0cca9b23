"""Documents of an agency's report."""

from services.intake.amending import KeepAttachment
from services.intake.amendment import case_of
from shared import documents
from shared.decider import Ask, Occasion
from shared.events.amendments import DocumentKind
from shared.service import Said, Service


async def keep(
    service: Service, agency: str, report: str, content: bytes, *, kind: DocumentKind, name: str, actor: str
) -> Said:
    """Safe to repeat: the same bytes are the same attachment. Raises BadInput, Refused."""
    case = case_of(agency, report)
    it = documents.looked_at(case, content)
    command = KeepAttachment(
        attachment=it.id, sha256=it.sha256, size=it.size, media_type=it.media_type, kind=kind, name=name
    )
    occasion = Occasion(at=service.clock.now(), actor=actor, id=it.id)
    return await documents.keep(service, Ask(case, command), occasion, it, content)
