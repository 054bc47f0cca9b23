"""Which agencies are suspended: what comes from them is set aside, or refused, until a person resumes them."""

from shared.decider import Refused
from shared.event_log import Database
from shared.events.agencies import AgencyResumed, AgencySuspended
from shared.events.base import Recorded
from shared.service import Service
from shared.writes import Write

SCHEMA = """
CREATE TABLE suspended_agencies (agency text PRIMARY KEY);
"""


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case AgencySuspended(agency=agency):
            write("INSERT INTO suspended_agencies VALUES ($1) ON CONFLICT DO NOTHING", agency)
        case AgencyResumed(agency=agency):
            write("DELETE FROM suspended_agencies WHERE agency = $1", agency)


async def suspended(db: Database) -> set[str]:
    return {row["agency"] for row in await db.fetch("SELECT agency FROM suspended_agencies")}


async def not_suspended(service: Service, agency: str) -> None:
    """Raises Refused."""
    if agency in await suspended(service.log.pool):
        raise Refused("suspended", "What this agency sends is suspended: telephone the partnership.")


class Suspended(set[str]):
    """The agencies that are suspended. Every instance looks before each slice of an agency's topic that it takes
    in: whichever instance the suspension was said to, the next record is set aside by all.
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service

    async def look(self) -> None:
        found = await suspended(self._service.log.pool)
        self.intersection_update(found)
        self.update(found)
