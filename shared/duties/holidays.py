"""Holidays proclaimed since the calendar was packaged, as intake said them. Heard, so never wrapped in `Own`."""

from datetime import datetime

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.calendar import CalendarExtended
from shared.proclaimed import Holiday
from shared.writes import Write

SCHEMA = """
CREATE TABLE proclaimed_holidays (
    place text NOT NULL, day date NOT NULL, name text NOT NULL, proposed_by text NOT NULL,
    approved_by text NOT NULL, since timestamptz NOT NULL, PRIMARY KEY (place, day));
"""


class ProclaimedHoliday(Holiday):
    """`since`: when two people had agreed on it."""

    proposed_by: str
    approved_by: str
    since: datetime


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case CalendarExtended() as it:
            values = (it.place, it.day, it.holiday, it.proposed_by, it.approved_by, recorded.time)
            write("INSERT INTO proclaimed_holidays VALUES ($1, $2, $3, $4, $5, $6)", *values)


async def rows(db: Database) -> list[ProclaimedHoliday]:
    """In the order of their days."""
    found = await db.fetch("SELECT * FROM proclaimed_holidays ORDER BY day, place")
    return [ProclaimedHoliday(**row) for row in found]


async def proclaimed(db: Database) -> tuple[Holiday, ...]:
    """In the order of their days."""
    return await known_on(db, None)


async def known_on(db: Database, as_of: datetime | None) -> tuple[Holiday, ...]:
    """Those that had been proclaimed by then; None: by now."""
    found = [it for it in await rows(db) if as_of is None or it.since <= as_of]
    return tuple(Holiday(place=it.place, day=it.day, name=it.name) for it in found)
