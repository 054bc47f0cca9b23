"""What agencies said after the first report of an incident: corrections, additions, and reports of their own."""

from datetime import datetime

from services.notifier.document import Told
from shared.events.amendments import ReportAddedTo, ReportCorrected, ReportWithdrawn
from shared.events.base import Recorded
from shared.events.intake import IncidentReported, NewInformationReceived, ReportDetails
from shared.events.merging import merged_into
from shared.partnership import Partnership
from shared.sealed import Sealed
from shared.service import Service


async def told_afterwards(service: Service, partnership: Partnership, known: list[Recorded]) -> tuple[Told, ...]:
    """In the order of time, up to the last of `known`: what is sent a second time must not read otherwise."""
    names = {agency.id: agency.name for agency in partnership.agencies}
    until = known[-1].time
    found = [each for recorded in known if (each := await _told(service, names, recorded))]
    for case in merged_into(recorded.data for recorded in known):
        theirs = [r for r in await service.log.about(case) if r.time <= until]
        found += [each for r in theirs if (each := await _told(service, names, r, other=True))]
    return tuple(sorted(found, key=lambda told: told.at))


async def _told(
    service: Service, names: dict[str, str], recorded: Recorded, *, other: bool = False
) -> Told | None:
    async def opened(seal: Sealed[str]) -> str:
        return await service.keyring.open(service.log.pool, seal, str, "composing a notice")

    def told(agency: str, what: str, text: str, at: datetime = recorded.time) -> Told:
        return Told(at, names.get(agency, agency), what, text)

    match recorded.data:
        case IncidentReported(reported_by=by, details=details) if other:
            said = await service.keyring.open(service.log.pool, details, ReportDetails, "composing a notice")
            return told(by.agency, "reported it too", said.outline)
        case ReportCorrected(reported_by=by, reasons=reasons):
            return told(by.agency, "corrected its report", await opened(reasons))
        case ReportAddedTo(reported_by=by, information=information):
            return told(by.agency, "added", await opened(information))
        case ReportWithdrawn(reported_by=by, reasons=reasons):
            return told(by.agency, "took its report back", await opened(reasons))
        case NewInformationReceived(told_by=who, information=information, received_at=at):
            return told(who, "told us", await opened(information), at)
    return None
