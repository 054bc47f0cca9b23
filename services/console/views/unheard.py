"""What a service has not heard, case by case: the console's own log knows where on Kafka each event stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.duties.board import DutyRow
from shared.event_log import Database

MOST_CASES = 1_000
SHOWN = 10
_CASES = """
SELECT DISTINCT subject FROM event_log WHERE source = $1 AND kafka_partition = $2 AND kafka_offset >= $3 LIMIT $4
"""
_OWED = "FROM duties WHERE subject = ANY($1::text[]) AND state IN ('open', 'missed')"


@dataclass(frozen=True)
class Unheard:
    """Cases of which a service lacks events, and what is outstanding on them: the soonest of `how_many`."""

    cases: int
    duties: list[DutyRow]
    how_many: int


async def unheard(db: Database, from_here: Iterable[tuple[str, int, int]]) -> Unheard:
    """`from_here`: who said it, the partition, and the first offset that was not heard."""
    cases: set[str] = set()
    for source, partition, offset in from_here:
        cases |= {row["subject"] for row in await db.fetch(_CASES, source, partition, offset, MOST_CASES)}
    rows = await db.fetch(f"SELECT * {_OWED} ORDER BY due_on, duty LIMIT $2", list(cases), SHOWN)
    how_many = await db.fetchval(f"SELECT count(*) {_OWED}", list(cases))
    return Unheard(len(cases), [DutyRow(**row) for row in rows], how_many)
