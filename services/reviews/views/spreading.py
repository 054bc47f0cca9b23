"""Who was given which briefing and what they did with it; and which audits are planned and done."""

from datetime import date

from pydantic import BaseModel

from services.reviews.themes import organisation as as_known
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.learning import AuditConcluded, AuditPlanned, BriefingAnswered, BriefingDisseminated
from shared.writes import Write

SCHEMA = """
CREATE TABLE briefings_given (
    subject text, briefing text, organisation text, organisation_key text NOT NULL, sent_on date NOT NULL,
    use text, people_reached int, answered_on date,
    PRIMARY KEY (subject, briefing, organisation));
CREATE INDEX ON briefings_given (organisation_key, sent_on);
CREATE INDEX ON briefings_given (sent_on, subject, (briefing || '/' || organisation));
CREATE TABLE learning_audits (
    subject text, audit text, theme text NOT NULL, actions text[] NOT NULL, organisation text NOT NULL,
    planned_for date NOT NULL, done_on date, not_embedded text[],
    PRIMARY KEY (subject, audit));
CREATE INDEX ON learning_audits (planned_for, subject, audit);
"""


Place = tuple[date, str, str]
_BEFORE_ALL: Place = (date.min, "", "")


class BriefingGiven(BaseModel):
    """`use`, `people_reached` and `answered_on` are of the organisation's last answer, none while awaited."""

    subject: str
    briefing: str
    organisation: str
    sent_on: date
    use: str | None
    people_reached: int | None
    answered_on: date | None


class AuditRow(BaseModel):
    """Planned while `done_on` is none. `not_embedded`: actions that it found not to hold."""

    subject: str
    audit: str
    theme: str
    actions: list[str]
    organisation: str
    planned_for: date
    done_on: date | None
    not_embedded: list[str] | None


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case BriefingDisseminated(briefing=briefing, organisation=name, sent_on=day):
            given = "INSERT INTO briefings_given VALUES ($1, $2, $3, $4, $5)"
            write(given, case, briefing, name, as_known(name), day)
        case BriefingAnswered() as it:
            write(
                "UPDATE briefings_given SET use = $4, people_reached = $5, answered_on = $6"
                " WHERE subject = $1 AND briefing = $2 AND organisation = $3",
                *(case, it.briefing, it.organisation, it.use, it.people_reached, it.answered_on),
            )
        case AuditPlanned() as it:
            write(
                "INSERT INTO learning_audits VALUES ($1, $2, $3, $4, $5, $6)",
                *(case, it.audit, it.theme, list(it.actions), it.organisation, it.planned_for),
            )
        case AuditConcluded() as it:
            change = "UPDATE learning_audits SET done_on = $3, not_embedded = $4 WHERE subject = $1 AND audit = $2"
            write(change, case, it.audit, it.done_on, list(it.not_embedded))


async def briefings_of(db: Database, case: str) -> list[BriefingGiven]:
    query = "SELECT * FROM briefings_given WHERE subject = $1 ORDER BY sent_on, briefing, organisation"
    return [BriefingGiven(**row) for row in await db.fetch(query, case)]


async def awaited_from(db: Database, organisation: str) -> list[BriefingGiven]:
    """What this organisation was given and has not answered, the oldest first; at most 100."""
    query = (
        "SELECT * FROM briefings_given WHERE organisation_key = $1 AND answered_on IS NULL"
        " ORDER BY sent_on, subject, briefing LIMIT 100"
    )
    return [BriefingGiven(**row) for row in await db.fetch(query, as_known(organisation))]


async def briefings(db: Database, limit: int, after: Place | None, *, awaited: bool) -> list[BriefingGiven]:
    """Who was given what in all reviews, and what they did, the oldest first; or only what is unanswered."""
    query = (
        "SELECT * FROM briefings_given WHERE (sent_on, subject, briefing || '/' || organisation) > ($1, $2, $3)"
        " AND (NOT $4 OR answered_on IS NULL)"
        " ORDER BY sent_on, subject, briefing || '/' || organisation LIMIT $5"
    )
    rows = await db.fetch(query, *(after or _BEFORE_ALL), awaited, limit)
    return [BriefingGiven(**row) for row in rows]


async def audits(db: Database, limit: int, after: Place | None, *, open_: bool) -> list[AuditRow]:
    """Of all reviews, by the day for which each is planned; or only those not done yet."""
    query = (
        "SELECT * FROM learning_audits WHERE (planned_for, subject, audit) > ($1, $2, $3)"
        " AND (NOT $4 OR done_on IS NULL) ORDER BY planned_for, subject, audit LIMIT $5"
    )
    return [AuditRow(**row) for row in await db.fetch(query, *(after or _BEFORE_ALL), open_, limit)]


async def audits_of(db: Database, case: str) -> list[AuditRow]:
    query = "SELECT * FROM learning_audits WHERE subject = $1 ORDER BY planned_for, audit"
    return [AuditRow(**row) for row in await db.fetch(query, case)]
