"""Every duty this service owes or has met: what is owed to whom, by when, and how it stands."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.calendar import london_date
from shared.duties.bands import BANDS, band
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.duties import (
    DeadlineMissed,
    DeadlineRecomputed,
    DutyAcknowledged,
    DutyArose,
    DutyFellAway,
    DutyMet,
    DutyReopened,
    LatenessExplained,
    ReminderRaised,
)
from shared.measures import Measure
from shared.writes import Write

SCHEMA = """
CREATE TABLE duties (
    duty uuid PRIMARY KEY, subject text NOT NULL, about uuid NOT NULL, rule text NOT NULL,
    owed_to text NOT NULL, strength text NOT NULL, start text NOT NULL, due_on date NOT NULL,
    due_at timestamptz, policy text NOT NULL, calendar text NOT NULL, state text NOT NULL DEFAULT 'open',
    met_at timestamptz, working_days_late int, evidence text, last_reminder text,
    lateness_explained boolean NOT NULL DEFAULT false, acknowledged_by text, acknowledged_at timestamptz,
    start_on date NOT NULL, first_due_on date);
CREATE INDEX ON duties (subject);
CREATE INDEX ON duties (due_on, subject) WHERE state IN ('open', 'missed');
"""
_ACKNOWLEDGED = "UPDATE duties SET acknowledged_by = $2, acknowledged_at = $3 WHERE duty = $1"
_COUNTED_AGAIN = (
    "UPDATE duties SET due_on = $2, due_at = $3, calendar = $4,"
    " first_due_on = CASE WHEN due_on = $2 THEN first_due_on"
    " ELSE nullif(coalesce(first_due_on, due_on), $2) END,"
    " state = CASE WHEN due_on = $2 THEN state ELSE 'open' END,"
    " last_reminder = CASE WHEN due_on = $2 THEN last_reminder END WHERE duty = $1"
)
_OPEN_AGAIN = (  # as the state of the duty is: see `shared.duties.duty`
    "UPDATE duties SET state = 'open', met_at = NULL, working_days_late = NULL, evidence = NULL,"
    " last_reminder = NULL, lateness_explained = false, acknowledged_by = NULL, acknowledged_at = NULL"
    " WHERE duty = $1"
)


class DutyRow(BaseModel):
    """state: open, missed (still owed), met, met late, fell away. `acknowledged_by`: who sees to it, or null.

    `first_due_on`: the date before holidays were proclaimed inside the period; null while it is that date.
    """

    duty: UUID
    subject: str
    about: UUID
    rule: str
    owed_to: str
    strength: str
    start: str
    due_on: date
    due_at: datetime | None
    policy: str
    calendar: str
    state: str
    met_at: datetime | None
    working_days_late: int | None
    evidence: str | None
    last_reminder: str | None
    lateness_explained: bool
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    first_due_on: date | None


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case DutyArose() as it:
            _arose(write, recorded.subject, it)
        case ReminderRaised(duty=duty, step=step):
            write("UPDATE duties SET last_reminder = $2 WHERE duty = $1", duty, step)
        case DutyAcknowledged() as it:
            write(_ACKNOWLEDGED, it.duty, it.by, it.acknowledged_at)
        case DeadlineMissed(duty=duty):
            write("UPDATE duties SET state = 'missed' WHERE duty = $1", duty)
        case DutyMet() as it:
            write(
                "UPDATE duties SET state = $2, met_at = $3, working_days_late = $4, evidence = $5 WHERE duty = $1",
                it.duty,
                "met late" if it.late else "met",
                it.met_at,
                it.working_days_late,
                it.evidence,
            )
        case DutyReopened(duty=duty):
            write(_OPEN_AGAIN, duty)
        case DeadlineRecomputed(duty=duty, new=new):
            write(_COUNTED_AGAIN, duty, new.due_on, new.due_at, new.calendar)
        case DutyFellAway(duty=duty):
            write("UPDATE duties SET state = 'fell away' WHERE duty = $1", duty)
        case LatenessExplained(duty=duty):
            write("UPDATE duties SET lateness_explained = true WHERE duty = $1", duty)


def _arose(write: Write, subject: str, it: DutyArose) -> None:
    write(
        "INSERT INTO duties (duty, subject, about, rule, owed_to, strength, start, due_on, due_at,"
        " policy, calendar, start_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        it.duty,
        subject,
        it.about,
        it.due.rule,
        it.owed_to,
        it.strength,
        it.due.start.isoformat(),
        it.due.due_on,
        it.due.due_at,
        it.due.policy,
        it.due.calendar,
        it.due.start_on,
    )


async def of_case(db: Database, subject: str) -> list[DutyRow]:
    rows = await db.fetch("SELECT * FROM duties WHERE subject = $1 ORDER BY due_on, duty", subject)
    return [DutyRow(**row) for row in rows]


async def outstanding(db: Database) -> list[DutyRow]:
    """Still owed, soonest first; what is overdue comes before everything."""
    rows = await db.fetch("SELECT * FROM duties WHERE state IN ('open', 'missed') ORDER BY due_on, duty")
    return [DutyRow(**row) for row in rows]


async def measures(db: Database, now: datetime) -> list[Measure]:
    """What is outstanding, by rule, recipient and band; and what was late and is not explained yet."""
    today = london_date(now)
    rows = await db.fetch(
        "SELECT rule, owed_to, due_on, count(*) FILTER (WHERE state IN ('open', 'missed')) AS owed,"
        " count(*) FILTER (WHERE state = 'met late' AND NOT lateness_explained) AS unexplained"
        " FROM duties GROUP BY 1, 2, 3"
    )
    owed: Counter[tuple[str, str, str]] = Counter()
    unexplained: Counter[str] = Counter()
    for row in rows:
        for name in BANDS:  # a series that is there at 0: an alert on one that appears would come too late
            owed[row["rule"], row["owed_to"], name] += 0
        owed[row["rule"], row["owed_to"], band(row["due_on"], today)] += row["owed"]
        unexplained[row["rule"]] += row["unexplained"]
    return [
        *(
            Measure("duties", "Duties that are outstanding", n, {"rule": rule, "owed_to": to, "band": name})
            for (rule, to, name), n in owed.items()
        ),
        *(
            Measure("late_unexplained", "Met late, and nobody has said why", n, {"rule": rule})
            for rule, n in unexplained.items()
        ),
    ]
