"""When somebody is next to be reminded of an action: before and after its date, and when to measure its impact."""

from datetime import date, datetime, timedelta
from uuid import uuid5

from services.reviews.learning_commands.actions import RemindOfAction
from shared.calendar import england_and_wales
from shared.counting import months_after
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.learning import (
    ActionAgreed,
    ActionImplemented,
    ActionProposed,
    ActionReopened,
    ActionStarted,
    ActionVerified,
    ImpactMeasured,
    LearningReminderRaised,
)
from shared.ids import NAMESPACE
from shared.office import opens, opens_before
from shared.worker import Todo
from shared.writes import Write

SCHEMA = """
CREATE TABLE learning_agenda (
    subject text, action text, step text, at timestamptz NOT NULL, armed_by bigint,
    PRIMARY KEY (subject, action, step));
CREATE INDEX ON learning_agenda (at) WHERE armed_by IS NOT NULL;
"""
SOON_WORKING_DAYS = 10
DUE = ("due soon", "overdue")
MEASURE = {"six months": "measure at six months", "twelve months": "measure at twelve months"}
_MONTHS = {"measure at six months": 6, "measure at twelve months": 12}
_PLAN = (
    "INSERT INTO learning_agenda (subject, action, step, at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (subject, action, step) DO UPDATE SET at = excluded.at, armed_by = NULL"
)
# A reminder of what lay in the past already reminds nobody; that something is overdue is told all the same.
_ARM = (
    "UPDATE learning_agenda SET armed_by = $4 WHERE subject = $1 AND action = $2 AND step = ANY($3::text[])"
    " AND (step <> 'due soon' OR at > $5)"
)
_DISARM = (
    "UPDATE learning_agenda SET armed_by = NULL WHERE subject = $1 AND action = $2 AND step = ANY($3::text[])"
)


def project(write: Write, recorded: Recorded) -> None:
    """`armed_by` is the version of the event that made the step wait: its reminder's id derives from that."""
    case, it = recorded.subject, recorded.data
    match it:
        case ActionProposed(due_on=day):
            _plan_dates(write, case, it.action, day)
        case ActionAgreed():
            _arm(write, recorded, *DUE)
        case ActionStarted(due_on=day) if day:
            _plan_dates(write, case, it.action, day)
            _arm(write, recorded, *DUE)
        case ActionImplemented(implemented_on=day):
            write(_DISARM, case, it.action, list(DUE))
            for step, months in _MONTHS.items():
                write(_PLAN, case, it.action, step, opens(months_after(day, months)[-1].date))
        case ActionVerified():
            _arm(write, recorded, *MEASURE.values())
        case ImpactMeasured(after=after):
            write(_DISARM, case, it.action, [MEASURE[after]])
        case ActionReopened():
            write(_DISARM, case, it.action, list(MEASURE.values()))
            _arm(write, recorded, "overdue")
        case LearningReminderRaised(step=step):
            write(_DISARM, case, it.action, [step])


def _plan_dates(write: Write, case: str, action: str, due_on: date) -> None:
    soon = opens_before(due_on, SOON_WORKING_DAYS, england_and_wales().guessing())
    write(_PLAN, case, action, "due soon", soon)
    write(_PLAN, case, action, "overdue", opens(due_on + timedelta(days=1)))


def _arm(write: Write, recorded: Recorded, *steps: str) -> None:
    write(_ARM, recorded.subject, recorded.data.action, list(steps), recorded.version, recorded.time)


async def due(db: Database, now: datetime) -> list[Todo]:
    """Reminders whose time has come, oldest first."""
    rows = await db.fetch(
        "SELECT * FROM learning_agenda WHERE armed_by IS NOT NULL AND at <= $1 ORDER BY at, subject, action, step"
        " LIMIT 100",
        now,
    )
    return [
        Todo(
            subject=row["subject"],
            command=RemindOfAction(action=row["action"], step=row["step"]),
            id=uuid5(NAMESPACE, f"remind\n{row['subject']}\n{row['action']}\n{row['step']}\n{row['armed_by']}"),
        )
        for row in rows
    ]


async def next_at(db: Database, now: datetime) -> datetime | None:
    query = "SELECT min(at) FROM learning_agenda WHERE armed_by IS NOT NULL AND at > $1"
    found: datetime | None = await db.fetchval(query, now)
    return found
