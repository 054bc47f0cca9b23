"""How persons stand to cases: assigned, having reported it, let in, having broken the glass, or kept out.

Every service keeps it from what it hears. Of a joint review's own case nothing is granted: whoever may see each of
the cases that it covers may see it. `person` is empty where a row is about the case itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.deadline import end_of_local_day
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import CaseAssigned, IncidentReported, NotifyDecided
from shared.events.keeping import CaseErased
from shared.events.need import (
    AccessEnded,
    AccessGranted,
    ConflictDeclared,
    ConflictEnded,
    GlassBroken,
)
from shared.events.reviews import PracticeReviewInitiated
from shared.writes import Write

SCHEMA = """
CREATE TABLE case_relations (
    subject text NOT NULL, relation text NOT NULL, person text NOT NULL, purpose text NOT NULL,
    until timestamptz, said uuid NOT NULL, covers text NOT NULL);
CREATE INDEX ON case_relations (subject);
CREATE INDEX ON case_relations (person, subject) WHERE person <> '';
"""
Kind = Literal[
    "assigned", "reported", "granted", "broken glass", "conflict", "to be notified", "to be published", "covers"
]
_ADD = "INSERT INTO case_relations VALUES ($1, $2, $3, $4, $5, $6, $7)"
_OF_CASE = """
SELECT * FROM case_relations
 WHERE subject = $1 OR subject IN (SELECT covers FROM case_relations WHERE subject = $1 AND relation = 'covers')
"""
_OF_PERSONS = """
SELECT * FROM case_relations
 WHERE person = ANY($1) OR relation = 'covers'
    OR (relation IN ('assigned', 'to be notified', 'to be published')
        AND subject IN (SELECT covers FROM case_relations WHERE relation = 'covers'))
"""


@dataclass(frozen=True)
class Row:
    """`until`: from when on it is over; None: it is not time-boxed. `said`: the grant's,
    conflict's or opening's id, else the event's. `covers`: of a joint review, an incident.
    """

    subject: str
    relation: Kind
    person: str
    purpose: str
    until: datetime | None
    said: UUID
    covers: str


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case IncidentReported() if recorded.actor.startswith("person:"):  # typed in for an agency
            add(write, recorded, "reported", recorded.actor)
        case CaseAssigned(officer=officer, deputy=deputy):
            write("DELETE FROM case_relations WHERE subject = $1 AND relation = 'assigned'", case)
            for person in dict.fromkeys(who for who in (officer, deputy) if who):
                add(write, recorded, "assigned", person)
        case NotifyDecided():
            add(write, recorded, "to be notified")
        case PracticeReviewInitiated(covers=covers):  # a case that never answers is covered as well
            for covered in covers:
                write(_ADD, case, "covers", "", "", None, recorded.id, covered)
        case CaseErased():
            write("DELETE FROM case_relations WHERE subject = $1", case)
        case _:
            _let_in(write, recorded)


def _let_in(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case AccessGranted(grant=grant, person=person, purpose=purpose, until_on=day):
            add(write, recorded, "granted", person, purpose, end_of_local_day(day), grant)
        case GlassBroken(opening=opening, person=person, until=until):
            add(write, recorded, "broken glass", person, "", until, opening)
        case ConflictDeclared(conflict=conflict, person=person):
            add(write, recorded, "conflict", person, "", None, conflict)
        case AccessEnded(grant=said) | ConflictEnded(conflict=said):
            write("DELETE FROM case_relations WHERE subject = $1 AND said = $2", recorded.subject, said)


def add(
    write: Write,
    recorded: Recorded,
    relation: Kind,
    person: str = "",
    purpose: str = "",
    until: datetime | None = None,
    said: UUID | None = None,
) -> None:
    write(_ADD, recorded.subject, relation, person, purpose, until, said or recorded.id, "")


async def of_case(db: Database, case: str) -> list[Row]:
    """Of this case and, where it is a joint review's, of those that it covers."""
    return [Row(**row) for row in await db.fetch(_OF_CASE, case)]


async def of_persons(db: Database, persons: Collection[str]) -> list[Row]:
    """Of these persons to any case; and which cases joint reviews cover, who has those, and what they wait for."""
    return [Row(**row) for row in await db.fetch(_OF_PERSONS, list(persons))]
