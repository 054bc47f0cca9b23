"""What was known at an earlier instant: the views, folded anew from the log as it stood then, and thrown away."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from shared.event_log import Connection
from shared.events.base import Recorded
from shared.service import Service
from shared.writes import Writes

PAGE = 2_000
RELATIONS = "views.case_relations"  # who may see it now: not who might have then
_INDEX = re.compile(r"^CREATE INDEX [^;]*;", re.MULTILINE)
_OF_ALL = "SELECT position, wire FROM log.event_log WHERE position > $1 ORDER BY position LIMIT $2"
_OF_ONE = (
    "SELECT position, wire FROM log.event_log WHERE subject = $3 AND position > $1 ORDER BY position LIMIT $2"
)


class KnownBy:
    """Whether an event was known at `at`; to be asked of each in the order in which we learned them.

    An event carries when it was recorded, not when it was heard. So what others recorded by then counts, unless we
    learned it after we recorded something later about the same subject: then we cannot have known it. This holds
    per subject, because after a loss the log is read again from several partitions, one subject always from one.
    """

    def __init__(self, source: str, at: datetime) -> None:
        self._source = source
        self._at = at
        self._over: set[str] = set()

    def __call__(self, recorded: Recorded) -> bool:
        later = recorded.time > self._at
        if later and recorded.source == self._source:
            self._over.add(recorded.subject)
        return not later and recorded.subject not in self._over


def without_indexes(schema: str) -> str:
    """The tables of a view, and their keys: making an index takes longer than reading one subject's rows."""
    return _INDEX.sub("", schema)


@asynccontextmanager
async def known_at(service: Service, at: datetime, subject: str | None = None) -> AsyncIterator[Connection]:
    """A connection on which every view of the service stands as it did at that instant; of one subject, or of all.

    The tables are temporary and nobody else sees them. All subjects means folding the whole log: seconds per
    hundred thousand events, and so one such question at a time.
    """
    async with service.log.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute("SET LOCAL search_path TO pg_temp, log")
            for view in service.views:
                await connection.execute(view.SCHEMA if subject is None else without_indexes(view.SCHEMA))
            await _fold(service, connection, KnownBy(service.name, at), subject)
            # Only now: a policy holds the table that it asks until the end, and folding may take long.
            if closed := service.closed(RELATIONS):
                await connection.execute(closed)
            yield connection
        finally:
            await transaction.rollback()


async def _fold(service: Service, connection: Connection, known: KnownBy, subject: str | None) -> None:
    position, query = 0, _OF_ALL if subject is None else _OF_ONE
    about = () if subject is None else (subject,)
    while rows := await connection.fetch(query, position, PAGE, *about):
        writes = Writes()
        for row in rows:
            recorded = service.log.read(row["wire"])
            if known(recorded):
                service.project(writes.about(recorded.subject), recorded)
        await writes.flush(connection)
        position = rows[-1]["position"]
