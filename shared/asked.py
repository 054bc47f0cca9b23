"""What a transaction has to know of the log before it can decide, asked in one round trip."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from shared.event_log import Connection, EventLog

Last = tuple[str, UUID]  # source and id of the log's last event
_ASK = """
SELECT 'head' AS what, s.subject, o.source, NULL::uuid AS id, NULL::bytea AS bytes,
       (SELECT max(e.version) FROM event_log e WHERE e.subject = s.subject AND e.source = o.source) AS version
  FROM unnest($1::text[]) AS s (subject) CROSS JOIN unnest($2::text[]) AS o (source)
UNION ALL
SELECT 'ours', NULL, NULL, id, wire, NULL FROM event_log WHERE source = $3 AND id = ANY($4::uuid[])
UNION ALL
SELECT 'key', key_id, NULL, NULL, wrapped, NULL FROM case_key WHERE key_id = ANY($5::text[])
UNION ALL
SELECT 'last', NULL, source, id, NULL, position FROM event_log
 WHERE position = (SELECT max(position) FROM event_log)
"""  # the maximum of each is one step into the index, however long the stream


@dataclass(frozen=True)
class Found:
    """`heads` of every subject that was asked for, by source; our own events, and wrapped keys, that are there."""

    heads: dict[str, dict[str, int]]
    ours: dict[UUID, bytes] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    last: Last | None = None


async def ask(
    connection: Connection,
    log: EventLog,
    subjects: Collection[str] = (),
    ids: Collection[UUID] = (),
    key_ids: Collection[str] = (),
) -> Found:
    rows = await connection.fetch(
        _ASK, list(subjects), list(log.vocabularies), log.source, list(ids), list(key_ids)
    )
    heads: dict[str, dict[str, int]] = {subject: {} for subject in subjects}
    for row in rows:
        if row["what"] == "head" and row["version"]:
            heads[row["subject"]][row["source"]] = row["version"]
    return Found(
        heads,
        {row["id"]: row["bytes"] for row in rows if row["what"] == "ours"},
        {row["subject"]: row["bytes"] for row in rows if row["what"] == "key"},
        next(((row["source"], row["id"]) for row in rows if row["what"] == "last"), None),
    )
