"""Taking in a slice of one partition: one transaction, the offset in it, nothing dropped.

Theirs or ours: a record that cannot be understood is set aside and the partition goes on; a database that is
away is ours, and the whole slice is tried again.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid5

import structlog

from shared.crash import CrashPoint
from shared.decider import Ask, Occasion, Refused
from shared.event_log import Place, Transaction
from shared.events.base import Recorded, Undecodable
from shared.faults import OURS
from shared.ids import NAMESPACE
from shared.keys import TOPIC as CASE_KEYS
from shared.quarantine import Quarantine, as_text
from shared.service import KeyReused, Service

log = structlog.get_logger()
BEFORE_COMMIT = CrashPoint("hearing-before-commit")
AFTER_COMMIT = CrashPoint("hearing-after-commit")


@dataclass(frozen=True, slots=True)
class Record:
    """A Kafka record as it came. Nothing has been decoded."""

    place: Place
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """What a partner's record asks of us: who asks, and the id that makes a repeat recognisable."""

    ask: Ask
    actor: str
    id: UUID


PartnerReader = Callable[[Record], Demand]  # raises Undecodable


class Hearing:
    """How one service takes in what Kafka brings it."""

    def __init__(self, service: Service, read_partner: PartnerReader | None = None) -> None:
        self.service = service
        self._read_partner = read_partner
        self.cluster = ""

    async def take_in(self, expected: int, records: Sequence[Record]) -> int:
        """One slice of one partition. Returns the offset reached. Raises OURS to be tried again."""
        first, last = records[0].place, records[-1].place
        async with self.service.log.transaction() as tx:
            await tx.advance(first.topic, first.partition, expected, last.offset + 1)
            for record in records:
                if record.place.offset >= expected:
                    await self._one(tx, record)
            await tx.wake()
            BEFORE_COMMIT()
        AFTER_COMMIT()
        return last.offset + 1

    async def _one(self, tx: Transaction, record: Record) -> None:
        try:
            if record.place.topic == CASE_KEYS:
                await self._key(tx, record)
            elif record.place.topic.startswith("partner."):
                await self._partners(tx, record)
            else:
                await self.service.take_in(tx, self._event(record), record.place)
        except Undecodable as error:
            await self._set_aside(tx, record, error)

    async def _key(self, tx: Transaction, record: Record) -> None:
        if record.value is not None:  # a tombstone: the key was erased
            await self.service.keyring.hear(tx.connection, record.value, record.place.offset)

    def _event(self, record: Record) -> Recorded:
        if not record.value:
            raise Undecodable("the record is empty")
        recorded = self.service.log.read(record.value)
        if record.key != recorded.subject.encode():
            raise Undecodable("the record's key is not the event's subject", "/subject")
        if record.place.topic != f"{recorded.source}.events":
            raise Undecodable("the event's source does not own this topic", "/source")
        return recorded

    async def _partners(self, tx: Transaction, record: Record) -> None:
        """A partner's record in a transaction of its own within ours: what it breaks, only it loses."""
        assert self._read_partner, "this service hears no partners"
        try:
            demand = self._read_partner(record)
            occasion = Occasion(at=self.service.clock.now(), actor=demand.actor, id=demand.id)
            async with tx.connection.transaction():
                await self.service.carry_out(tx, demand.ask, occasion)
        except (Undecodable, *OURS):
            raise
        except KeyReused:
            raise Undecodable("this id was already used for another content", "/id") from None
        except Refused as refused:
            raise Undecodable(refused.detail) from None
        except Exception as error:  # a bug that this record found: it waits in quarantine, the others go on
            log.error("partner.record_could_not_be_processed", topic=record.place.topic, exc_info=True)
            raise Undecodable(f"it could not be processed: {type(error).__name__}") from error

    async def _set_aside(self, tx: Transaction, record: Record, error: Undecodable) -> None:
        place = record.place
        if not place.topic.startswith("partner."):  # ours: somebody must look, this should never be
            log.error("hearing.own_record_set_aside", topic=place.topic, offset=place.offset, reason=error.reason)
        id_ = uuid5(NAMESPACE, f"{self.cluster}/{place.topic}/{place.partition}/{place.offset}")
        command = Quarantine(
            quarantine=id_,
            topic=place.topic,
            partition=place.partition,
            offset=place.offset,
            reason=error.reason,
            pointer=error.pointer,
            record=as_text(record.value),
            headers=tuple((name, as_text(value)) for name, value in record.headers),
        )
        occasion = Occasion(at=self.service.clock.now(), actor=f"service:{self.service.name}", id=id_)
        # Kafka read anew by a later release, that refuses the same record in other words: it is aside already.
        with suppress(KeyReused):
            await self.service.carry_out(tx, Ask(f"quarantine/{id_}", command), occasion)
