"""When what must be looked at again was not: once the day is over, that is noticed, once."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from services.reviews.commands import NoticeMissedReply
from services.reviews.parallel_commands import NoticeMissedHoldReview, NoticeMissedProcessReview
from services.reviews.practice_commands.supervising import NoticeMissedCheck
from shared.decider import Command
from shared.event_log import Database
from shared.watched import What
from shared.worker import Todo


async def due(db: Database, now: datetime) -> list[Todo]:
    query = "SELECT * FROM review_watch WHERE NOT overdue AND at < $1 ORDER BY at, about LIMIT 100"
    return [
        Todo(
            subject=row["subject"],
            command=_missed(row["what"], row["about"], row["look_by"]),
            id=uuid5(row["about"], f"missed/{row['look_by']}"),
        )
        for row in await db.fetch(query, now)
    ]


def _missed(what: What, about: UUID, day: date) -> Command:
    match what:
        case "progress":
            return NoticeMissedCheck(due_on=day)
        case "hold":
            return NoticeMissedHoldReview(hold=about, review_on=day)
        case "process":
            return NoticeMissedProcessReview(process=about, review_on=day)
        case "panel reply":
            return NoticeMissedReply(expected_by=day)


async def next_at(db: Database, now: datetime) -> datetime | None:
    """A day ends with its last microsecond, and is over only with the next: before that nothing is due."""
    found: datetime | None = await db.fetchval(
        "SELECT min(at) FROM review_watch WHERE NOT overdue AND at >= $1", now
    )
    return found + timedelta(microseconds=1) if found else None
