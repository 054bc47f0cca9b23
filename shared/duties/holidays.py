"""Holidays proclaimed since the calendar was packaged, and those taken back, as intake said them. Heard, so never
wrapped in `Own`.
"""

from datetime import datetime
from uuid import UUID

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.calendar import CalendarExtended, HolidayWithdrawn
from shared.proclaimed import Holiday
from shared.writes import Write

SCHEMA = """
CREATE TABLE proclaimed_holidays (
    place text NOT NULL, day date NOT NULL, name text NOT NULL, proposed_by text NOT NULL,
    approved_by text NOT NULL, since timestamptz NOT NULL, said uuid PRIMARY KEY, withdrawn_at timestamptz);
"""
_WITHDRAWN = """
UPDATE proclaimed_holidays SET withdrawn_at = $3 WHERE place = $1 AND day = $2 AND withdrawn_at IS NULL
"""


class ProclaimedHoliday(Holiday):
    """`since`: when two people had agreed on it. `said`: the event that tells so."""

    proposed_by: str
    approved_by: str
    since: datetime
    said: UUID


class WithdrawnHoliday(ProclaimedHoliday):
    """`withdrawn_at`: when two people had agreed that it was a mistake."""

    withdrawn_at: datetime


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case CalendarExtended() as it:
            values = (it.place, it.day, it.holiday, it.proposed_by, it.approved_by, recorded.time, recorded.id)
            write("INSERT INTO proclaimed_holidays VALUES ($1, $2, $3, $4, $5, $6, $7)", *values)
        case HolidayWithdrawn(place=place, day=day):
            write(_WITHDRAWN, place, day, recorded.time)


async def rows(db: Database) -> list[ProclaimedHoliday]:
    """Those that count, in the order of their days."""
    found = await db.fetch("SELECT * FROM proclaimed_holidays WHERE withdrawn_at IS NULL ORDER BY day, place")
    return [ProclaimedHoliday(**row) for row in found]


async def withdrawn(db: Database) -> list[WithdrawnHoliday]:
    """Those that were taken back, in the order of their days. What was proclaimed anew is among `rows`, too."""
    found = await db.fetch(
        "SELECT * FROM proclaimed_holidays WHERE withdrawn_at IS NOT NULL ORDER BY day, place, since, said"
    )
    return [WithdrawnHoliday(**row) for row in found]


async def proclaimed(db: Database) -> tuple[Holiday, ...]:
    """In the order of their days."""
    return tuple(_plain(it) for it in await rows(db))


async def known_on(db: Database, as_of: datetime | None) -> tuple[Holiday, ...]:
    """Those that counted by what was known then; None: now."""
    if as_of is None:
        return await proclaimed(db)
    found = [*await rows(db), *(it for it in await withdrawn(db) if it.withdrawn_at > as_of)]
    return tuple(_plain(it) for it in sorted(found, key=lambda it: (it.day, it.place)) if it.since <= as_of)


def _plain(it: ProclaimedHoliday) -> Holiday:
    return Holiday(place=it.place, day=it.day, name=it.name)
