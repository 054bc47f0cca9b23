"""A log that is behind Kafka catches up before it says anything: after a dropped database, or an old backup.

Our own topic tells what we had said; each event's `heard` tells what we had heard by then. So the heard topics
are merged in by it, silently: no reaction runs for what an own event already answers to. What comes after is
heard in the ordinary way, with reactions.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import AsyncExitStack, aclosing

from aiokafka import TopicPartition

from shared import collector, compared
from shared.behind import OneBehind
from shared.crash import CrashPoint
from shared.event_log import Connection
from shared.hearing import Record
from shared.kafka_reading import as_record, cluster_id, partitions_of, read_to_end
from shared.keys import TOPIC as CASE_KEYS
from shared.merge import Heads, Placed
from shared.relay import Mark, mark
from shared.reread import InOrder, read
from shared.service import Service
from shared.writes import Writes

# Own events; with what was heard before them they are written at once, so that each writing takes as long as
# reading the next. Cut elsewhere, one of the two waits for the other.
CHUNK = 2_000
CHUNK_BYTES = 1024 * 1024  # of them, as they were on the wire; decoded and half written they are ten times that
AT_ONCE = 8_000  # events, where much was heard
BEFORE_MARK = CrashPoint("absorb-before-mark")
AFTER_MARK = CrashPoint("absorb-after-mark")
AFTER_KEYS = CrashPoint("absorb-after-keys")
BEFORE_COMMIT = CrashPoint("absorb-before-commit")
BETWEEN_CHUNKS = CrashPoint("absorb-between-chunks")


class Forked(Exception):
    """Kafka has another event of ours where the log has one: whoever went on here knew less than was said."""


class Absorber:
    """Reads Kafka past the log's end and takes in, silently, what is missing. Raises MarksVoid and Forked."""

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
            await self._catch_up()
        await compared.remember(pool, cluster)

    async def _catch_up(self) -> None:
        """A chunk after the other: what the log lacks may be all of it, and must not be in memory at once. While
        one batch is written, the next is read, decoded and put in order.

        In each partition what is here stands before what is missing, so a mark never hides what is still to come.
        """
        in_order: InOrder | None = None
        heads: Heads = {}
        async with AsyncExitStack() as closing, OneBehind() as writing:
            reading = await closing.enter_async_context(aclosing(self._own(await self._past_marks())))
            async for own in reading:
                heads = await self._heads({recorded.subject for recorded, _ in own}, heads)
                missing, present = _split(own, heads)
                if present:
                    await writing.done()  # or its mark would hide what is still being written
                await self._mark(present)
                if missing:
                    in_order = in_order or await self._begun(closing)
                    in_order.merge.heads = heads
                    await self._store(in_order.order(missing), writing)

    async def _begun(self, closing: AsyncExitStack) -> InOrder:
        """The keys first, for without them nothing can be read."""
        await self._keys()
        AFTER_KEYS()
        in_order = InOrder(self._service.log, self._bootstrap)
        await in_order.begin(await self._past_heard(), closing)
        return in_order

    async def _own(self, start: dict[TopicPartition, int]) -> AsyncGenerator[list[Placed], None]:
        chunk: list[Placed] = []
        size = 0
        async with aclosing(read(self._service.log, self._bootstrap, start)) as reading:
            async for few in reading:
                chunk += few
                size += sum(len(recorded.wire) for recorded, _ in few)
                if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
                    yield chunk
                    chunk, size = [], 0
        yield chunk

    async def _mark(self, present: list[Placed]) -> None:
        log = self._service.log
        BEFORE_MARK()
        if present:
            async with log.pool.acquire() as connection:
                await self._are_these(connection, present)
                await mark(connection, log.source, [_mark(placed) for placed in present])
            log.told.tell(recorded.id for recorded, _ in present)
        AFTER_MARK()

    async def _are_these(self, connection: Connection, present: list[Placed]) -> None:
        """What was told by its version has the id of what stands there."""
        ids = {recorded.id for recorded, _ in present}
        here = await connection.fetchval(
            "SELECT count(*) FROM event_log WHERE source = $1 AND id = ANY($2::uuid[])",
            self._service.log.source,
            list(ids),
        )
        if here != len(ids):
            raise Forked

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

    async def _heads(self, subjects: set[str], last: Heads) -> Heads:
        """Of these subjects. What the chunk before leads to (`last`) may not be written yet, and is further."""
        rows = await self._service.log.pool.fetch(
            "SELECT subject, source, max(version) AS version FROM event_log"
            " WHERE subject = ANY($1::text[]) GROUP BY 1, 2",
            list(subjects),
        )
        here = {(row["subject"], row["source"]): row["version"] for row in rows}
        return here | {head: version for head, version in last.items() if head[0] in subjects}

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

    async def _store(self, ordered: AsyncIterator[list[Placed]], writing: OneBehind) -> None:
        batch: list[Placed] = []
        writes = Writes()
        async for few in ordered:
            batch += few
            for recorded, _ in few:
                self._service.project(writes.about(recorded.subject), recorded)
            if len(batch) >= AT_ONCE:
                await writing.begin(self._write(batch, writes))
                batch, writes = [], Writes()
            await asyncio.sleep(0)  # whoever writes has something to do
        if batch:
            await writing.begin(self._write(batch, writes))

    async def _write(self, batch: list[Placed], writes: Writes) -> None:
        async with self._service.transaction() as tx:
            tx.take_over(batch, writes)
            BEFORE_COMMIT()
        self.taken_in += len(batch)
        BETWEEN_CHUNKS()


def _split(own: list[Placed], heads: Heads) -> tuple[list[Placed], list[Placed]]:
    """What is missing here, and what is here: without its mark yet, or on Kafka a second time."""
    here = [recorded.version <= heads.get((recorded.subject, recorded.source), 0) for recorded, _ in own]
    missing = [placed for placed, known in zip(own, here, strict=True) if not known]
    return missing, [placed for placed, known in zip(own, here, strict=True) if known]


def _mark(placed: Placed) -> Mark:
    recorded, place = placed
    return Mark(recorded.id, place.partition, place.offset)
