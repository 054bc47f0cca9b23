"""What was said reaches Kafka: once, in order, whoever is killed when.

One relay per service leads: it holds a lock in Postgres, then two transactional producers whose ids fence any
relay before it. On start it reads the tail of its own topic and marks what is already there; then it publishes
the set of unpublished rows in order, a batch a Kafka transaction. Never a cursor over positions, and never a
wait-and-resend: on any Kafka error the producers are made anew, and the tail is read again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from time import monotonic
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerFenced

from shared import tracing
from shared.compared import MarksVoid
from shared.crash import CrashPoint
from shared.event_log import Connection, EventLog
from shared.faults import OURS
from shared.keys import TOPIC as CASE_KEYS
from shared.keys import write_key
from shared.lease import Lease, leading
from shared.producers import in_turn, unhurried

log = structlog.get_logger()
ONE_RELAY = 7_391_002  # advisory lock
BATCH_ROWS = 2_000
BATCH_BYTES = 8 * 1024 * 1024  # sent well within the transaction's timeout, or it would be tried for ever
POLL_SECONDS = 0.5  # NOTIFY wakes us sooner; this is for the notification that got lost
VOID_SECONDS = 5.0
BEFORE_PUBLISH = CrashPoint("relay-before-publish")
BETWEEN_COPIES = CrashPoint("relay-between-copies")  # of feedback: the agency's topic, then our own
BEFORE_KAFKA_COMMIT = CrashPoint("relay-before-kafka-commit")
BEFORE_MARK = CrashPoint("relay-before-mark")
AFTER_MARK = CrashPoint("relay-after-mark")

_UNPUBLISHED = """
WITH oldest AS (SELECT position, said_in, octet_length(wire) AS bytes FROM event_log
                WHERE source = $1 AND kafka_offset IS NULL ORDER BY position LIMIT $2),
     summed AS (SELECT position, said_in, sum(bytes) OVER (ORDER BY position) - bytes AS before FROM oldest),
     next AS (SELECT position, said_in FROM summed WHERE before < $3)
SELECT NULL::uuid AS id, key_id AS subject, wrapped AS wire, 0 AS position FROM case_key
WHERE made_here AND kafka_offset IS NULL
UNION ALL
SELECT id, subject, wire, position FROM event_log
WHERE source = $1 AND kafka_offset IS NULL
  AND (position <= (SELECT max(position) FROM next) OR said_in = (SELECT said_in FROM next
       ORDER BY position DESC LIMIT 1))
ORDER BY position
"""  # keys first; and what one transaction said is never split between two Kafka transactions
_MARK = """
UPDATE event_log SET kafka_partition = u.partition, kafka_offset = u.at
FROM unnest($2::uuid[], $3::int[], $4::bigint[]) AS u (id, partition, at)
WHERE event_log.source = $1 AND event_log.id = u.id AND event_log.kafka_offset IS NULL
"""


_MARK_ALL = f"""
WITH keys AS (
UPDATE case_key SET kafka_offset = k.at FROM unnest($5::text[], $6::bytea[], $7::bigint[]) AS k (id, sent, at)
WHERE case_key.key_id = k.id AND case_key.wrapped = k.sent
)
{_MARK}
"""  # a key that was wrapped anew while it was sent is still to be said


@dataclass(frozen=True)
class Mark:
    id: UUID
    partition: int
    offset: int


def topics_of(source: str, subject: str) -> list[str]:
    """Everything goes to the service's own topic, for ever; feedback also to the agency it is for."""
    own = f"{source}.events"
    kind, _, agency = subject.partition("/")
    return [own, f"partner.{agency}.feedback"] if kind == "feedback" else [own]


class Relay:
    """`absorb` reads our own topic past our last mark, takes in what the log lacks and marks the rest."""

    def __init__(self, log_: EventLog, bootstrap: str, absorb: Callable[[], Awaitable[None]]) -> None:
        self._log = log_
        self._bootstrap = bootstrap
        self._absorb = absorb
        self._woken = asyncio.Event()
        self.leading = False
        self.waits_for_republish = False
        self.stopping = asyncio.Event()
        self.progress_at = monotonic()

    async def run(self) -> None:
        """Until told to stop. Gives up the lock on every error, so that two relays never fence in turns."""
        while not self.stopping.is_set():
            try:
                async with (
                    leading(self._log.pool, ONE_RELAY, self._wake) as lease,
                    self._log.pool.acquire() as connection,
                    unhurried(connection),
                    in_turn(self._bootstrap, self._log.source) as producers,
                ):
                    await self._absorb()
                    self.waits_for_republish = False
                    self.leading = self._log.told.here = True
                    self.progress_at = monotonic()
                    await self._publish_all(lease, connection, producers)
            except MarksVoid as error:
                self.waits_for_republish = True
                log.error("relay.waits_for_republish", error_type=type(error).__name__)
                await asyncio.sleep(VOID_SECONDS)
            except ProducerFenced:
                log.warning("relay.fenced")
                await asyncio.sleep(2.0)  # somebody else leads; do not fight
            except Exception as error:
                log.warning(
                    "relay.failed",
                    error_type=type(error).__name__,
                    exc_info=not isinstance(error, (*OURS, KafkaError)),
                )
                await asyncio.sleep(0.5)
            finally:
                self.leading = self._log.told.here = False

    def stalled_seconds(self) -> float:
        """How long what is to be published has made no progress; 0 for whoever does not lead."""
        return monotonic() - self.progress_at if self.leading else 0.0

    def _wake(self, *_: object) -> None:
        self._woken.set()

    async def _publish_all(
        self,
        lease: Lease,
        connection: Connection,
        producers: Sequence[AIOKafkaProducer],
    ) -> None:
        turns = cycle(producers)
        while True:
            self._woken.clear()
            rows = await connection.fetch(_UNPUBLISHED, self._log.source, BATCH_ROWS, BATCH_BYTES)
            if not rows:
                self.progress_at = monotonic()
                if self.stopping.is_set():
                    return
                await self._until_woken(lease)
                continue
            await self._publish(connection, next(turns), rows)
            self.progress_at = monotonic()

    async def _until_woken(self, lease: Lease) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), POLL_SECONDS)
        except TimeoutError:
            await lease.check()

    async def _publish(
        self, connection: Connection, producer: AIOKafkaProducer, rows: Sequence[asyncpg.Record]
    ) -> None:
        """Keys and events, in this order. Who waits is told before the mark: Kafka has them already."""
        BEFORE_PUBLISH()
        async with producer.transaction():
            sent = [await self._send(producer, row) for row in rows]
            placed = list(zip(rows, await asyncio.gather(*sent), strict=True))
            BEFORE_KAFKA_COMMIT()
        self._log.told.tell(row["id"] for row in rows if row["id"])
        BEFORE_MARK()
        keys = [(row["subject"], row["wire"], at.offset) for row, at in placed if not row["id"]]
        marks = [Mark(row["id"], at.partition, at.offset) for row, at in placed if row["id"]]
        await connection.execute(
            _MARK_ALL, self._log.source, *_columns(marks), *([key[i] for key in keys] for i in range(3))
        )
        AFTER_MARK()

    async def _send(self, producer: AIOKafkaProducer, row: asyncpg.Record) -> asyncio.Future[Any]:
        key, wire = row["subject"].encode(), row["wire"]
        future: asyncio.Future[Any]
        if not row["id"]:
            future = await producer.send(CASE_KEYS, write_key(row["subject"], wire, self._log.source), key=key)
            return future
        own, *copies = topics_of(self._log.source, row["subject"])
        headers = [("content-type", b"application/cloudevents+json"), *tracing.carried(wire)]
        for topic in copies:
            await producer.send(topic, wire, key=key, headers=headers)
            BETWEEN_COPIES()
        future = await producer.send(own, wire, key=key, headers=headers)
        return future


async def mark(connection: Connection, source: str, marks: Sequence[Mark]) -> None:
    """Note where our own events stand in Kafka: the only thing that ever changes in the log."""
    await connection.execute(_MARK, source, *_columns(marks))


def _columns(marks: Sequence[Mark]) -> tuple[list[UUID], list[int], list[int]]:
    return [m.id for m in marks], [m.partition for m in marks], [m.offset for m in marks]
