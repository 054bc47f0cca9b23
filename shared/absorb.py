"""A log that is behind Kafka catches up before it says anything: after a dropped database, or an old backup.

Our own topic tells what we had said; each event's `heard` tells what we had heard by then. So the heard topics
are merged in by it, silently: no reaction runs for what an own event already answers to. What comes after is
heard in the ordinary way, with reactions.
"""

from collections.abc import AsyncIterator, Iterable

from aiokafka import TopicPartition

from shared import collector, compared
from shared.crash import CrashPoint
from shared.event_log import EventLog
from shared.events.base import Undecodable
from shared.hearing import Record
from shared.kafka_reading import as_record, cluster_id, partitions_of, read_to_end
from shared.keys import TOPIC as CASE_KEYS
from shared.merge import Merge, Placed
from shared.relay import Mark, mark
from shared.service import Service

CHUNK = 2_000  # events
CHUNK_BYTES = 1024 * 1024  # of them, as they were on the wire; decoded and half written they are ten times that
BEFORE_MARK = CrashPoint("absorb-before-mark")
AFTER_MARK = CrashPoint("absorb-after-mark")
AFTER_KEYS = CrashPoint("absorb-after-keys")
BEFORE_COMMIT = CrashPoint("absorb-before-commit")
BETWEEN_CHUNKS = CrashPoint("absorb-between-chunks")


class Absorber:
    """Reads Kafka past the log's end and takes in, silently, what is missing. Raises MarksVoid."""

    def __init__(self, service: Service, bootstrap: str) -> None:
        self._service = service
        self._bootstrap = bootstrap
        self.taken_in = 0

    async def __call__(self) -> None:
        if not self._service.log.says.published:
            return  # it says nothing and has no topic: all it knows, it hears in the ordinary way
        pool = self._service.log.pool
        cluster = await cluster_id(self._bootstrap)
        await compared.meet(pool, cluster)
        with collector.paused():
            await self._catch_up(self._service.log)
        await compared.remember(pool, cluster)

    async def _catch_up(self, log: EventLog) -> None:
        """A chunk after the other: what the log lacks may be all of it, and must not be in memory at once.

        In each partition what is here stands before what is missing, so a mark never hides what is still to come.
        """
        merge: Merge | None = None
        async for own in self._own(await self._past_marks()):
            missing, present = await self._split(own)
            BEFORE_MARK()
            async with log.pool.acquire() as connection:
                await mark(connection, log.source, [_mark(p) for p in present])
            log.told.tell(recorded.id for recorded, _ in present)
            AFTER_MARK()
            if missing:
                merge = merge or await self._heard(log)
                merge.heads = await self._heads({recorded.subject for recorded, _ in missing})
                await self._store(list(merge.order(missing)))

    async def _heard(self, log: EventLog) -> Merge:
        """The keys first, for without them nothing can be read."""
        await self._keys()
        AFTER_KEYS()
        merge = Merge({})
        if log.hears:
            async for placed in self._read(await self._past_heard()):
                merge.add(placed)
        return merge

    async def _own(self, start: dict[TopicPartition, int]) -> AsyncIterator[list[Placed]]:
        chunk: list[Placed] = []
        size = 0
        async for placed in self._read(start):
            chunk.append(placed)
            size += len(placed[0].wire)
            if len(chunk) == CHUNK or size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
        yield chunk

    async def _read(self, start: dict[TopicPartition, int]) -> AsyncIterator[Placed]:
        if not start:
            return
        async for raw in read_to_end(self._bootstrap, start):
            record = as_record(raw)
            try:
                yield self._service.log.read(record.value or b""), record.place
            except Undecodable:
                continue  # hearing it in the ordinary way will set it aside

    async def _past_marks(self) -> dict[TopicPartition, int]:
        """Of our own topic: behind the last event that is marked as being there."""
        log = self._service.log
        rows = await log.pool.fetch(
            "SELECT kafka_partition AS p, max(kafka_offset) + 1 AS next FROM event_log"
            " WHERE source = $1 AND kafka_offset IS NOT NULL GROUP BY 1",
            log.source,
        )
        marked = {row["p"]: row["next"] for row in rows}
        partitions = await partitions_of(self._bootstrap, [f"{log.source}.events"])
        return {tp: marked.get(tp.partition, 0) for tp in partitions}

    async def _past_heard(self) -> dict[TopicPartition, int]:
        topics = [f"{source}.events" for source in self._service.log.hears]
        rows = await self._service.log.pool.fetch("SELECT topic, partition, next_offset FROM consumed")
        stored = {(row["topic"], row["partition"]): row["next_offset"] for row in rows}
        partitions = await partitions_of(self._bootstrap, topics)
        return {tp: stored.get((tp.topic, tp.partition), 0) for tp in partitions}

    async def _split(self, own: list[Placed]) -> tuple[list[Placed], list[Placed]]:
        rows = await self._service.log.pool.fetch(
            "SELECT id FROM event_log WHERE source = $1 AND id = ANY($2::uuid[])",
            self._service.log.source,
            [recorded.id for recorded, _ in own],
        )
        here = {row["id"] for row in rows}
        missing = [placed for placed in own if placed[0].id not in here]
        return missing, [placed for placed in own if placed[0].id in here]

    async def _heads(self, subjects: Iterable[str]) -> dict[tuple[str, str], int]:
        rows = await self._service.log.pool.fetch(
            "SELECT subject, source, max(version) AS version FROM event_log"
            " WHERE subject = ANY($1::text[]) GROUP BY 1, 2",
            list(subjects),
        )
        return {(row["subject"], row["source"]): row["version"] for row in rows}

    async def _keys(self) -> None:
        partitions = await partitions_of(self._bootstrap, [CASE_KEYS])
        chunk: list[Record] = []
        async for raw in read_to_end(self._bootstrap, dict.fromkeys(partitions, 0)):
            chunk.append(as_record(raw))
            if len(chunk) == CHUNK:
                await self._take_keys(chunk)
                chunk = []
        await self._take_keys(chunk)

    async def _take_keys(self, records: Iterable[Record]) -> None:
        async with self._service.transaction() as tx:
            for record in records:
                if record.value is not None:
                    self._service.keyring.hear(tx, record.value, record.place.offset)

    async def _store(self, ordered: list[Placed]) -> None:
        for start in range(0, len(ordered), CHUNK):
            chunk = ordered[start : start + CHUNK]
            async with self._service.transaction() as tx:
                for recorded, place in chunk:
                    tx.append(recorded, place)
                    self._service.project(tx.about(recorded.subject), recorded)
                BEFORE_COMMIT()
            self.taken_in += len(chunk)
            BETWEEN_CHUNKS()


def _mark(placed: Placed) -> Mark:
    recorded, place = placed
    return Mark(recorded.id, place.partition, place.offset)
