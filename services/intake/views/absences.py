"""Which officers are away when, and who stands in."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import AbsenceEnded, AbsenceRecorded
from shared.writes import Write

SCHEMA = """
CREATE TABLE absences (
    absence uuid PRIMARY KEY, officer text NOT NULL, deputy text NOT NULL, from_on date NOT NULL,
    until_on date NOT NULL);
"""


class Absence(BaseModel):
    """From the first to the last day, both within."""

    absence: UUID
    officer: str
    deputy: str
    from_on: date
    until_on: date


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case AbsenceRecorded() as it:
            write(
                "INSERT INTO absences VALUES ($1, $2, $3, $4, $5)",
                it.absence,
                it.officer,
                it.deputy,
                it.from_on,
                it.until_on,
            )
        case AbsenceEnded(absence=absence):
            write("DELETE FROM absences WHERE absence = $1", absence)


async def not_over(db: Database, today: date) -> list[Absence]:
    """Now or to come, by their first day."""
    rows = await db.fetch("SELECT * FROM absences WHERE until_on >= $1 ORDER BY from_on, officer LIMIT 500", today)
    return [Absence(**row) for row in rows]


async def standing_in(db: Database, today: date) -> dict[str, str]:
    """Officers who are away today -> who acts for each."""
    return {it.officer: it.deputy for it in await not_over(db, today) if it.from_on <= today}
