"""How persons stand to cases: assigned, having reported it, let in, having broken the glass, or kept out.

Every service keeps it from what it hears. Of a joint review's own case nothing is granted: whoever may see each of
the cases that it covers may see it. Cases that were merged are one incident: a conflict in any keeps out of all;
what somebody was let in to stays what it was. `person` is empty where a row is about the case itself, and folded
(`persons.py`) where it keeps somebody out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.deadline import end_of_local_day, start_of_local_day
from shared.event_log import Database
from shared.events.base import Recorded
from shared.events.intake import AbsenceEnded, AbsenceRecorded, CaseAssigned, IncidentReported, NotifyDecided
from shared.events.keeping import CaseErased
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.need import (
    AccessEnded,
    AccessGranted,
    ConflictDeclared,
    ConflictEnded,
    GlassBroken,
    GlassReviewed,
)
from shared.need.forgetting import UNLESS_ERASED, UNLESS_FORGOTTEN, forget
from shared.need.persons import folded
from shared.writes import Write

SCHEMA = """
CREATE TABLE case_relations (
    subject text NOT NULL, relation text NOT NULL,
    person text NOT NULL,  -- folded where it keeps somebody out
    purpose text NOT NULL,
    until timestamptz, said uuid NOT NULL, covers text NOT NULL, since timestamptz);
CREATE INDEX ON case_relations (subject);
CREATE INDEX ON case_relations (person, subject) WHERE person <> '';
CREATE INDEX ON case_relations (relation, covers) WHERE covers <> '';
CREATE INDEX ON case_relations (subject) WHERE relation = 'conflict';
"""
Kind = Literal[
    "assigned",
    "reported",
    "granted",
    "broken glass",
    "conflict",
    "to be notified",
    "to be published",
    "covers",
    "merged",
    "stands in",
    "erased",
]
_ADD = "INSERT INTO case_relations VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
_UNLESS = (
    "INSERT INTO case_relations SELECT $1::text, $2::text, $3::text, $4::text, $5::timestamptz, $6::uuid,"
    " $7::text, $8::timestamptz WHERE "
)
_ADD_OF: Mapping[Kind, str] = {
    **dict.fromkeys(("reported", "granted", "broken glass"), _UNLESS + UNLESS_ERASED),
    "conflict": _UNLESS + UNLESS_FORGOTTEN,
}
# For whoever broke it, however often: they may have broken it once more before anybody looked at the first time.
_WHOLE_AGAIN = """
DELETE FROM case_relations AS broken USING case_relations AS wrong
 WHERE wrong.subject = $1 AND wrong.said = $2 AND broken.subject = $1 AND broken.relation = 'broken glass'
   AND broken.person = wrong.person
"""
# Whatever was merged with what is reached, either way round.
_OTHER_WAY = """
    UNION SELECT CASE r.covers WHEN reached.subject THEN r.subject ELSE r.covers END
            FROM reached, case_relations r
           WHERE r.relation = 'merged' AND r.covers <> '' AND reached.subject IN (r.subject, r.covers)
"""
_OF_CASE = f"""
WITH RECURSIVE reached (subject) AS (
    (SELECT $1::text UNION SELECT covers FROM case_relations WHERE subject = $1 AND relation = 'covers')
    {_OTHER_WAY})
SELECT * FROM case_relations WHERE subject IN (SELECT subject FROM reached)
UNION SELECT * FROM case_relations
 WHERE relation = 'stands in' AND covers <> '' AND covers IN (
    SELECT person FROM case_relations WHERE relation = 'assigned' AND subject IN (SELECT subject FROM reached))
"""
_OF_PERSONS = f"""
WITH RECURSIVE reached (subject) AS (
    SELECT subject FROM case_relations WHERE person = ANY($1) AND relation = 'conflict'
    {_OTHER_WAY})
SELECT * FROM case_relations WHERE person = ANY($1) AND person <> ''
UNION SELECT * FROM case_relations
 WHERE relation = 'assigned' AND person <> '' AND person IN (
    SELECT covers FROM case_relations WHERE person = ANY($1) AND person <> '' AND relation = 'stands in')
UNION SELECT * FROM case_relations WHERE relation = 'covers' AND covers <> ''
UNION SELECT * FROM case_relations WHERE relation = 'merged' AND subject IN (SELECT subject FROM reached)
UNION SELECT * FROM case_relations
 WHERE relation IN ('assigned', 'erased', 'to be notified', 'to be published')
   AND subject IN (SELECT covers FROM case_relations WHERE relation = 'covers' AND covers <> '')
"""


@dataclass(frozen=True)
class Row:
    """`until`: from when on it is over; None: it is not time-boxed. `since`: from when on it holds; None: at once.
    `said`: the grant's, conflict's, opening's or absence's id, else the event's. `covers`: of a joint review, an
    incident; of a case that another was merged into, that one; of an erased case, the one that it was erased with;
    of whoever stands in, the officer who is away.
    """

    subject: str
    relation: Kind
    person: str
    purpose: str
    until: datetime | None
    said: UUID
    covers: str
    since: datetime | None = None


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
        case CaseMerged(into=into):
            write(_ADD, into, "merged", "", "", None, recorded.id, case, None)
        case MergeUndone():
            write("DELETE FROM case_relations WHERE relation = 'merged' AND covers = $1 AND covers <> ''", case)
        case CaseErased() as erased:
            forget(write, recorded, erased)
        case _:
            _let_in(write, recorded)


def _let_in(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case AccessGranted(grant=grant, person=person, purpose=purpose, until_on=day):
            add(write, recorded, "granted", person, purpose, end_of_local_day(day), grant)
        case GlassBroken(opening=opening, person=person, until=until):
            add(write, recorded, "broken glass", person, "", until, opening)
        case AbsenceRecorded(absence=said, officer=officer, deputy=deputy, from_on=first, until_on=last):
            until, since = end_of_local_day(last), start_of_local_day(first)
            add(write, recorded, "stands in", deputy, "", until, said, officer, since)
        case ConflictDeclared(conflict=conflict, person=person):
            add(write, recorded, "conflict", folded(person), "", None, conflict)
        case GlassReviewed(opening=opening, outcome="not justified"):
            write(_WHOLE_AGAIN, recorded.subject, opening)
        case AbsenceEnded(absence=said) | AccessEnded(grant=said) | ConflictEnded(conflict=said):
            write("DELETE FROM case_relations WHERE subject = $1 AND said = $2", recorded.subject, said)


def add(
    write: Write,
    recorded: Recorded,
    relation: Kind,
    person: str = "",
    purpose: str = "",
    until: datetime | None = None,
    said: UUID | None = None,
    covers: str = "",
    since: datetime | None = None,
) -> None:
    write(
        _ADD_OF.get(relation, _ADD),
        recorded.subject,
        relation,
        person,
        purpose,
        until,
        said or recorded.id,
        covers,
        since,
    )


async def of_case(db: Database, case: str) -> list[Row]:
    """Of this case and, where it is a joint review's, of those that it covers, and of what any was merged with;
    and who stands in for whomever they are assigned to.
    """
    return [Row(**row) for row in await db.fetch(_OF_CASE, case)]


async def of_persons(db: Database, persons: Collection[str]) -> list[Row]:
    """Of these persons, and of whom they stand in for, to any case; which cases joint reviews cover, who has
    those, and what they wait for; and what was merged with any case that a conflict keeps one of them out of.
    """
    asked = {*persons, *map(folded, persons)}
    return [Row(**row) for row in await db.fetch(_OF_PERSONS, list(asked))]
