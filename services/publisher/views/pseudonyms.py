"""Which pseudonyms were published for which case: one is never used for two children."""

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.publisher import CorrigendumPublished, ReportPublished
from shared.writes import Write

SCHEMA = "CREATE TABLE pseudonyms (subject text, pseudonym text, PRIMARY KEY (subject, pseudonym));"


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case ReportPublished(text=text) | CorrigendumPublished(text=text):
            write(
                "INSERT INTO pseudonyms VALUES ($1, $2) ON CONFLICT DO NOTHING", recorded.subject, text.pseudonym
            )


async def used_elsewhere(db: Database, subject: str) -> list[str]:
    rows = await db.fetch("SELECT DISTINCT pseudonym FROM pseudonyms WHERE subject <> $1 ORDER BY 1", subject)
    return [row["pseudonym"] for row in rows]
