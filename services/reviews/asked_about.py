"""Which children a return is asked about: of the reports on the case, as they were corrected last."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from shared.events.amendments import ReportCorrected
from shared.events.base import Recorded
from shared.events.intake import IncidentReported
from shared.events.report import ReportDetails
from shared.purposes import Purpose
from shared.service import Service


class ChildNamed(BaseModel):
    """Enough to find the child in an agency's records, and no more."""

    name: str
    date_of_birth: date | None


async def children_of(service: Service, known: Iterable[Recorded], purpose: Purpose) -> list[ChildNamed]:
    """Opens the report's seal; none where intake has not told of the case yet."""
    said = [it.data for it in known if isinstance(it.data, IncidentReported | ReportCorrected)]
    if not said:
        return []
    details = await service.keyring.open(service.log.pool, said[-1].details, ReportDetails, purpose)
    return [
        ChildNamed(name=f"{child.first_name} {child.last_name}".strip(), date_of_birth=child.date_of_birth)
        for child in details.children
    ]
