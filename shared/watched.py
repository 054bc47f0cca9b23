"""What must be looked at again by a date: progress of a review, holds, parallel processes, the Panel's reply.

A view that reviews, which notices what nobody looked at, and the console, where people look, both have. None of
it is a duty: nobody is owed it, and no law dates it.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from shared.calendar import england_and_wales, london_date
from shared.counting import working_days_after
from shared.deadline import end_of_local_day
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
from shared.writes import Write

SCHEMA = """
CREATE TABLE review_watch (
    about uuid PRIMARY KEY, subject text NOT NULL, what text NOT NULL, name text NOT NULL, owner text NOT NULL,
    look_by date NOT NULL, at timestamptz NOT NULL, overdue boolean NOT NULL DEFAULT false);
CREATE INDEX ON review_watch (subject);
CREATE INDEX ON review_watch (look_by, subject);
CREATE INDEX ON review_watch (at) WHERE NOT overdue;
"""
What = Literal["progress", "hold", "process", "panel reply"]
Place = tuple[date, str, str]  # where a page ends: the last row's day, case and id
_BEFORE_ALL: Place = (date.min, "", "")
_ROWS = "SELECT *, what = 'panel reply' AS advisory FROM review_watch"
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


async def watched(db: Database, limit: int, after: Place | None = None) -> list[WatchRow]:
    """Of all cases, the soonest first and so what is overdue before the rest; after a place of an earlier page."""
    query = (
        f"{_ROWS} WHERE (look_by, subject, about::text) > ($1, $2, $3)"
        " ORDER BY look_by, subject, about::text LIMIT $4"
    )
    return [WatchRow(**row) for row in await db.fetch(query, *(after or _BEFORE_ALL), limit)]


async def of_case(db: Database, case: str) -> list[WatchRow]:
    rows = await db.fetch(f"{_ROWS} WHERE subject = $1 ORDER BY look_by, about", case)
    return [WatchRow(**row) for row in rows]


async def how_many(db: Database) -> int:
    found: int = await db.fetchval("SELECT count(*) FROM review_watch")
    return found
