"""Every fact that is counted in the figures, one row each, with the day it is of and since when it is known."""

from services.console.facts import facts
from shared.calendar import london_date
from shared.events.base import Recorded
from shared.writes import Write

SCHEMA = """
CREATE TABLE facts (
    subject text NOT NULL, source text NOT NULL, version int NOT NULL, place int NOT NULL,
    kind text NOT NULL, label text NOT NULL, item text NOT NULL, happened_on date NOT NULL, number int NOT NULL,
    known_at timestamptz NOT NULL,
    PRIMARY KEY (subject, source, version, place));
CREATE INDEX ON facts (kind, happened_on) INCLUDE (known_at, label, subject, item, number, version, place);
"""


def project(write: Write, recorded: Recorded) -> None:
    for place, fact in enumerate(facts(recorded)):
        write(
            "INSERT INTO facts (subject, source, version, place, kind, label, item, happened_on, number, known_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            *(recorded.subject, recorded.source, recorded.version, place, fact.kind, fact.label, fact.item),
            fact.day or london_date(recorded.time),
            fact.number,
            recorded.time,
        )
