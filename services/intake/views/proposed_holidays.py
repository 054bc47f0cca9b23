"""Holidays that one person proposed and nobody approved yet."""

from datetime import date, datetime

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.calendar import CalendarExtended, HolidayDropped, HolidayProposed
from shared.writes import Write

SCHEMA = """
CREATE TABLE proposed_holidays (
    place text NOT NULL, day date NOT NULL, name text NOT NULL, proposed_by text NOT NULL,
    proposed_at timestamptz NOT NULL, PRIMARY KEY (place, day));
"""


class ProposedHoliday(BaseModel):
    """Nothing changes before somebody other than `proposed_by` approves it."""

    place: str
    day: date
    name: str
    proposed_by: str
    proposed_at: datetime


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case HolidayProposed(place=place, day=day, holiday=name, proposer=by):
            new = "INSERT INTO proposed_holidays VALUES ($1, $2, $3, $4, $5)"
            write(new, place, day, name, by, recorded.time)
        case HolidayDropped(place=place, day=day) | CalendarExtended(place=place, day=day):
            write("DELETE FROM proposed_holidays WHERE place = $1 AND day = $2", place, day)


async def proposals(db: Database) -> list[ProposedHoliday]:
    rows = await db.fetch("SELECT * FROM proposed_holidays ORDER BY day, place")
    return [ProposedHoliday(**row) for row in rows]
