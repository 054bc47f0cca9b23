"""Which texts are still to be scanned: each new draft, and each again once more is known of the case's people."""

from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.anonymity import CertificateVoided, TextScanned
from shared.events.base import Recorded
from shared.events.beforehand import LimitedToImprovements
from shared.events.holding import PublicationEnded
from shared.events.publisher import CorrigendumPublished, DraftSaved, ReportPublished
from shared.writes import Write

SCHEMA = """
CREATE TABLE unscanned (
    publication uuid PRIMARY KEY, subject text NOT NULL, text_hash text NOT NULL, since int NOT NULL);
"""


class Unscanned(BaseModel):
    """`since`: the version of the event that asks for the scan."""

    publication: UUID
    subject: str
    text_hash: str
    since: int


_ASK = (
    "INSERT INTO unscanned VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (publication) DO UPDATE SET text_hash = excluded.text_hash, since = excluded.since"
)


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case DraftSaved(publication=id_, text_hash=hash_) | CertificateVoided(publication=id_, text_hash=hash_):
            write(_ASK, id_, recorded.subject, hash_, recorded.version)
        case (
            TextScanned(publication=id_)
            | ReportPublished(publication=id_)
            | CorrigendumPublished(publication=id_)
            | PublicationEnded(publication=id_)
            | LimitedToImprovements(publication=id_)
        ):
            write("DELETE FROM unscanned WHERE publication = $1", id_)


async def waiting(db: Database) -> list[Unscanned]:
    rows = await db.fetch("SELECT * FROM unscanned ORDER BY publication LIMIT 20")
    return [Unscanned(**row) for row in rows]
