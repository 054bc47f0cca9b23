"""A task of a worker: tells `case-keys` that a key is no more, so that compaction forgets its record.

Intake tells it of every key that goes with a case, whoever made it: every service erases for itself, and one that
had not heard yet may have said it again after the first tombstone (see `Keyring.hear`). Each other service tells
it of the records that it set aside itself, for nobody else has their keys.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from aiokafka import AIOKafkaProducer

from shared.broker import client
from shared.ids import NAMESPACE
from shared.keys import OF_A_RECORD
from shared.lease import Lease
from shared.service import Service
from shared.stuck import Stuck
from shared.topics import CASE_KEYS

_WAITING = (
    "SELECT key_id FROM log.erased WHERE tombstone IS NULL AND (NOT $1 OR starts_with(key_id, $2))"
    " ORDER BY key_id LIMIT 500"
)
_WRITTEN = "UPDATE log.erased SET tombstone = $2 WHERE key_id = $1"
_ALL = uuid5(NAMESPACE, "tombstones")  # Kafka is away for all of them or for none


class Tombstones:
    def __init__(self, service: Service, bootstrap: str, *, of_records: bool = False) -> None:
        """`of_records`: of those alone that were set aside."""
        self._of_records = of_records
        self._service = service
        self._bootstrap = bootstrap
        self.stuck = Stuck()

    async def begin(self, _: Lease) -> None:
        """Nothing is left unfinished: what has no offset is written again, which does no harm."""

    async def next_at(self, now: datetime) -> None:
        return None

    async def work(self, now: datetime) -> bool:
        if self.stuck.rests(_ALL):
            return False
        rows = await self._service.log.pool.fetch(_WAITING, self._of_records, OF_A_RECORD)
        with self.stuck.alone(_ALL, CASE_KEYS):
            await self._write([row["key_id"] for row in rows])
            return bool(rows)
        return False  # Kafka is away: they wait, and nothing else waits for them

    async def _write(self, keys: Sequence[str]) -> None:
        if not keys:
            return
        producer = AIOKafkaProducer(**client(self._bootstrap), enable_idempotence=True)
        try:
            await producer.start()
            for key in keys:
                at = await producer.send_and_wait(CASE_KEYS, None, key=key.encode())
                await self._service.log.pool.execute(_WRITTEN, key, at.offset)
        finally:
            await producer.stop()
