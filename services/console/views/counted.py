"""Every fact that is counted in the figures, one row each, with the day it is of and since when it is known.

Of a duty only the last date and the last standing hold: each earlier one says when it was superseded, so that what
was known at any instant is asked for without putting all there is in order.
"""

from services.console.facts import facts
from shared.calendar import london_date
from shared.events.base import Recorded
from shared.writes import Write

SCHEMA = """
CREATE TABLE facts (
    subject text NOT NULL, source text NOT NULL, version int NOT NULL, place int NOT NULL,
    kind text NOT NULL, label text NOT NULL, item text NOT NULL, happened_on date NOT NULL, number int NOT NULL,
    known_at timestamptz NOT NULL, superseded_at timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (subject, source, version, place));
CREATE INDEX ON facts (kind, happened_on)
    INCLUDE (known_at, superseded_at, label, subject, item, number, version, place);
CREATE INDEX ON facts (item, kind) INCLUDE (known_at, superseded_at, label, number)
    WHERE kind IN ('due', 'standing');
"""
_LAST_HOLDS = ("due", "standing")
# A later fact that is known from an earlier instant, by another clock, supersedes from that instant on.
_SUPERSEDE = (
    "UPDATE facts SET superseded_at = least(superseded_at, $3)"
    " WHERE item = $1 AND kind = $2 AND kind IN ('due', 'standing')"
)


def project(write: Write, recorded: Recorded) -> None:
    for place, fact in enumerate(facts(recorded)):
        if fact.kind in _LAST_HOLDS:
            write(_SUPERSEDE, fact.item, fact.kind, recorded.time)
        write(
            "INSERT INTO facts (subject, source, version, place, kind, label, item, happened_on, number, known_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            *(recorded.subject, recorded.source, recorded.version, place, fact.kind, fact.label, fact.item),
            fact.day or london_date(recorded.time),
            fact.number,
            recorded.time,
        )
