"""An agency's feedback over HTTP: the very bytes of its topic, in pages, as far as Kafka has them.

What Kafka does not have yet could still be lost with our database, and another event take its number.
"""

from shared.event_log import EventLog

MOST_AT_ONCE = 500
_AFTER = """
SELECT version, wire FROM event_log WHERE subject = $1 AND source = $2 AND version > $3
   AND version < coalesce((SELECT min(version) FROM event_log
                           WHERE subject = $1 AND source = $2 AND kafka_offset IS NULL), $3 + $4 + 1)
 ORDER BY version LIMIT $4
"""


async def page_after(log: EventLog, agency: str, after: int, limit: int) -> tuple[bytes, int]:
    """A CloudEvents batch, one event a line; and the sequence that the next page comes after."""
    rows = await log.pool.fetch(_AFTER, f"feedback/{agency}", log.source, after, limit)
    batch = b"[" + b",\n".join(row["wire"] for row in rows) + b"]"
    return batch, rows[-1]["version"] if rows else after
