"""What must be looked at again by a date: progress of a review, holds, parallel processes, the Panel's reply.

A timetable too: when the day is over and nobody looked, that is noticed, once.
"""

from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

from pydantic import BaseModel

from services.reviews.commands import NoticeMissedReply
from services.reviews.parallel_commands import NoticeMissedHoldReview, NoticeMissedProcessReview
from services.reviews.practice_commands.supervising import NoticeMissedCheck
from shared.calendar import england_and_wales, london_date
from shared.counting import working_days_after
from shared.deadline import end_of_local_day
from shared.decider import Command
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.parallel import (
    HoldLifted,
    HoldPlaced,
    HoldReviewed,
    HoldReviewMissed,
    ParallelProcessLinked,
    ParallelProcessReviewed,
    ProcessReviewMissed,
)
from shared.events.practice import (
    NonPublicationDecided,
    PracticeReviewSuperseded,
    ProgressCheckMissed,
    ReviewsClosed,
)
from shared.events.reviews import (
    PanelReplied,
    PanelReplyMissed,
    PracticeReviewInitiated,
    ProgressChecked,
    RapidReviewSubmitted,
    ReportAccepted,
)
from shared.worker import Todo
from shared.writes import Write

SCHEMA = """
CREATE TABLE review_watch (
    about uuid PRIMARY KEY, subject text NOT NULL, what text NOT NULL, name text NOT NULL, owner text NOT NULL,
    look_by date NOT NULL, at timestamptz NOT NULL, overdue boolean NOT NULL DEFAULT false);
CREATE INDEX ON review_watch (subject);
CREATE INDEX ON review_watch (look_by, about);
CREATE INDEX ON review_watch (at) WHERE NOT overdue;
"""
What = Literal["progress", "hold", "process", "panel reply"]
# Partnerships' pages and the Panel's own practice speak of ten to fifteen working days. No source makes it a duty.
REPLY_EXPECTED_WORKING_DAYS = 15
_PUT = (
    "INSERT INTO review_watch VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (about) DO UPDATE SET"
    " look_by = excluded.look_by, at = excluded.at, overdue = false WHERE excluded.look_by > review_watch.look_by"
)
_AGAIN = "UPDATE review_watch SET look_by = $2, at = $3, overdue = false WHERE about = $1"


class WatchRow(BaseModel):
    """`name`: the held step, the kind of process, or empty. `look_by`: the last day to look again.

    `advisory`: nobody owes anything by that day; the Panel's reply is only expected then.
    """

    about: UUID
    subject: str
    what: What
    name: str
    owner: str
    look_by: date
    overdue: bool
    advisory: bool


def project(write: Write, recorded: Recorded) -> None:
    if recorded.source == "reviews":
        _look(write, recorded)
        _looked(write, recorded)


def _look(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case (
            PracticeReviewInitiated(practice_review=id_, check_by=day)
            | ProgressChecked(practice_review=id_, check_by=day)
        ) if day:
            _put(write, recorded.subject, id_, "progress", "", "", day)
        case HoldPlaced(hold=id_, step=step, owner=owner, review_on=day):
            _put(write, recorded.subject, id_, "hold", step, owner, day)
        case ParallelProcessLinked(process=id_, kind=kind, owner=owner, review_on=day):
            _put(write, recorded.subject, id_, "process", kind, owner, day)
        case RapidReviewSubmitted(rapid_review=id_, submitted_at=at):
            _put(write, recorded.subject, id_, "panel reply", "", "", _reply_expected_by(at))


def _put(write: Write, case: str, id_: UUID, what: What, name: str, owner: str, day: date) -> None:
    write(_PUT, id_, case, what, name, owner, day, end_of_local_day(day))


def _looked(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case HoldReviewed(hold=id_, review_on=day):
            write(_AGAIN, id_, day, end_of_local_day(day))
        case ParallelProcessReviewed(process=id_, review_on=day) if day:
            write(_AGAIN, id_, day, end_of_local_day(day))
        case (
            ReportAccepted(practice_review=id_)
            | PracticeReviewSuperseded(practice_review=id_)
            | NonPublicationDecided(practice_review=id_)
            | HoldLifted(hold=id_)
            | PanelReplied(rapid_review=id_)
            | ParallelProcessReviewed(process=id_)
        ):
            write("DELETE FROM review_watch WHERE about = $1", id_)
        case (
            ProgressCheckMissed(practice_review=id_)
            | HoldReviewMissed(hold=id_)
            | ProcessReviewMissed(process=id_)
            | PanelReplyMissed(rapid_review=id_)
        ):
            write("UPDATE review_watch SET overdue = true WHERE about = $1", id_)
        case ReviewsClosed():  # whoever closes the case does not wait for the Panel any more
            write("DELETE FROM review_watch WHERE subject = $1 AND what = 'panel reply'", recorded.subject)


def _reply_expected_by(submitted_at: datetime) -> date:
    """Fifteen working days after the Panel had it; beyond the known calendar weekends alone, as it only alerts."""
    calendar = england_and_wales().guessing()
    return working_days_after(london_date(submitted_at), REPLY_EXPECTED_WORKING_DAYS, calendar)[-1].date


async def watched(db: Database, case: str | None = None) -> list[WatchRow]:
    """Of one case or of all, what is overdue and what comes next first; at most 100."""
    query = (
        "SELECT *, what = 'panel reply' AS advisory FROM review_watch WHERE $1::text IS NULL OR subject = $1"
        " ORDER BY look_by, about LIMIT 100"
    )
    return [WatchRow(**row) for row in await db.fetch(query, case)]


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
