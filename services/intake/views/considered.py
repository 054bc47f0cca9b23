"""Considered and not notified: every such decision, and what became of it."""

import json
from datetime import datetime

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import (
    DecisionReopened,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
    PartnerView,
    TriggerClass,
)
from shared.writes import Write

SCHEMA = """
CREATE TABLE considered (
    subject text PRIMARY KEY, agency text NOT NULL, la_code text NOT NULL, harm text NOT NULL,
    state text, trigger_class text, authority text, decided_by text, decided_at timestamptz,
    partner_views text, local_learning boolean, reopened_at timestamptz, reopened_because text,
    times int NOT NULL DEFAULT 0);
CREATE INDEX ON considered (decided_at) WHERE state IS NOT NULL;
"""


class Considered(BaseModel):
    """state: considered and not notified; reopened; notified after all. `times` it was decided so."""

    subject: str
    state: str
    agency: str
    la_code: str
    harm: str
    trigger_class: TriggerClass
    authority: str
    decided_by: str
    decided_at: datetime
    partner_views: dict[str, PartnerView]
    local_learning: bool
    reopened_at: datetime | None
    reopened_because: str | None
    times: int


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case IncidentReported(reported_by=by, la_code=la_code, harm=harm):
            write(
                "INSERT INTO considered (subject, agency, la_code, harm) VALUES ($1, $2, $3, $4)",
                case,
                by.agency,
                la_code,
                harm,
            )
        case NotNotifyDecided() as it:
            _considered(write, recorded, it)
        case DecisionReopened(because=because):
            write(
                "UPDATE considered SET state = 'reopened', reopened_at = $2, reopened_because = $3"
                " WHERE subject = $1",
                case,
                recorded.time,
                because,
            )
        case NotifyDecided():
            write(
                "UPDATE considered SET state = 'notified after all' WHERE subject = $1 AND state IS NOT NULL", case
            )


def _considered(write: Write, recorded: Recorded, it: NotNotifyDecided) -> None:
    write(
        "UPDATE considered SET state = 'considered and not notified', trigger_class = $2, authority = $3,"
        " decided_by = $4, decided_at = $5, partner_views = $6, local_learning = $7, times = times + 1"
        " WHERE subject = $1",
        recorded.subject,
        it.trigger_class,
        it.authority,
        recorded.actor,
        recorded.time,
        json.dumps(it.partner_views, sort_keys=True),
        it.local_learning,
    )


async def page(db: Database, limit: int, offset: int) -> list[Considered]:
    """The newest decision first."""
    rows = await db.fetch(
        "SELECT * FROM considered WHERE state IS NOT NULL ORDER BY decided_at DESC, subject LIMIT $1 OFFSET $2",
        limit,
        offset,
    )
    return [Considered(**{**row, "partner_views": json.loads(row["partner_views"])}) for row in rows]
