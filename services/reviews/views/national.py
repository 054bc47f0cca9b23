"""National reviews of our cases: when noticed, what each does to the local one, what it asks for here."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.practice import (
    LocalActionDone,
    LocalEffectDecided,
    NationalFindingsReceived,
    NationalReviewNoticed,
)
from shared.writes import Write

SCHEMA = """
CREATE TABLE national_reviews (
    subject text PRIMARY KEY, national_review uuid NOT NULL, noticed_on date NOT NULL, effect text,
    effect_decided_on date, findings_received_on date);
CREATE INDEX ON national_reviews (noticed_on, subject);
CREATE TABLE national_actions (
    action uuid PRIMARY KEY, subject text NOT NULL, recommendation text NOT NULL, owner text NOT NULL,
    due_on date NOT NULL, done_on date);
CREATE INDEX ON national_actions (subject, due_on);
"""


class LocalActionRow(BaseModel):
    """Asked here by national findings; `recommendation`: its reference in what was learned, to be proved there."""

    action: UUID
    recommendation: str
    owner: str
    due_on: date
    done_on: date | None


class NationalReviewRow(BaseModel):
    """effect: goes on, suspended, folded in or superseded, as decided last; none while nobody decided."""

    subject: str
    national_review: UUID
    noticed_on: date
    effect: str | None
    effect_decided_on: date | None
    findings_received_on: date | None
    actions: list[LocalActionRow]


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case NationalReviewNoticed(national_review=id_, noticed_on=day):
            write("INSERT INTO national_reviews VALUES ($1, $2, $3)", case, id_, day)
        case LocalEffectDecided(effect=effect, decided_on=day):
            change = "UPDATE national_reviews SET effect = $2, effect_decided_on = $3 WHERE subject = $1"
            write(change, case, effect, day)
        case NationalFindingsReceived(received_on=day, actions=asked):
            write("UPDATE national_reviews SET findings_received_on = $2 WHERE subject = $1", case, day)
            for number, each in enumerate(asked, 1):
                row = (each.action, case, f"N{number}", each.owner, each.due_on)
                write("INSERT INTO national_actions VALUES ($1, $2, $3, $4, $5)", *row)
        case LocalActionDone(action=id_, done_on=day):
            write("UPDATE national_actions SET done_on = $2 WHERE action = $1", id_, day)


async def all_of_them(db: Database) -> list[NationalReviewRow]:
    """The latest first; at most 500."""
    rows = await db.fetch("SELECT * FROM national_reviews ORDER BY noticed_on DESC, subject LIMIT 500")
    return await _with_actions(db, rows)


async def one(db: Database, case: str) -> NationalReviewRow | None:
    found = await _with_actions(db, await db.fetch("SELECT * FROM national_reviews WHERE subject = $1", case))
    return found[0] if found else None


async def _with_actions(db: Database, rows: Sequence[Any]) -> list[NationalReviewRow]:
    query = "SELECT * FROM national_actions WHERE subject = ANY($1::text[]) ORDER BY due_on, recommendation"
    asked = await db.fetch(query, [row["subject"] for row in rows])
    return [
        NationalReviewRow.model_validate(
            {**row, "actions": [LocalActionRow(**each) for each in asked if each["subject"] == row["subject"]]}
        )
        for row in rows
    ]
