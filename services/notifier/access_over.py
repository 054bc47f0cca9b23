"""A timetable: an invitation that has not left does not leave any more once the access that it tells of is over.

That it was ended is heard, and withdraws it at once; but its last day passes without a word, a conflict of
interest closes the case as well, and what was on its way may come back. So each is looked at before it is sent.
"""

from datetime import datetime
from uuid import UUID, uuid5

from services.notifier.inviting import WithdrawInvitation
from shared.event_log import Database
from shared.events.dispatch import GUEST
from shared.worker import Todo

_WAITING = f"mail.state = 'due' AND mail.recipient = '{GUEST}'"
_STANDS = """
SELECT 1 FROM case_relations AS grants
 WHERE grants.subject = mail.subject AND grants.said = mail.about AND grants.until > $1
   AND NOT EXISTS (SELECT 1 FROM case_relations AS conflict
                    WHERE conflict.subject = grants.subject AND conflict.relation = 'conflict'
                      AND conflict.person = lower(grants.person))
"""


async def due(db: Database, now: datetime) -> list[Todo]:
    rows = await db.fetch(
        "SELECT mail.subject, mail.dispatch, mail.about FROM dispatches AS mail"
        f" WHERE {_WAITING} AND NOT EXISTS ({_STANDS})",
        now,
    )
    return [_todo(row["subject"], row["dispatch"], row["about"]) for row in rows]


async def next_at(db: Database, now: datetime) -> datetime | None:
    found: datetime | None = await db.fetchval(
        "SELECT min(grants.until) FROM dispatches AS mail JOIN case_relations AS grants"
        " ON grants.subject = mail.subject AND grants.said = mail.about"
        f" WHERE {_WAITING} AND grants.until > $1",
        now,
    )
    return found


def _todo(subject: str, dispatch: UUID, grant: UUID) -> Todo:
    return Todo(subject, WithdrawInvitation(grant=grant), uuid5(dispatch, "access over"))
