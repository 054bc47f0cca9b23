"""Taking in a slice of one partition: one transaction, the offset in it, nothing dropped.

Theirs or ours: a record that cannot be understood is set aside and the partition goes on; a database that is
away is ours, and the whole slice is tried again.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid5

import structlog

from shared import tracing
from shared.crash import CrashPoint
from shared.decider import Ask, Occasion, Refused
from shared.event_log import Place, part
from shared.events.base import Recorded, Undecodable
from shared.faults import OURS
from shared.ids import NAMESPACE
from shared.keys import TOPIC as CASE_KEYS
from shared.quarantine import Quarantine, as_text, subject_of
from shared.service import KeyReused, Service, first_id
from shared.transaction import Transaction

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
Prepare = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A record and what it means to us: an event and our answers to it, a demand, a case's key (None), or
    nothing at all.
    """

    record: Record
    meaning: Recorded | Demand | Undecodable | None


Take = Callable[[Transaction, Heard], Awaitable[None]]


class Hearing:
    """How one service takes in what Kafka brings it."""

    def __init__(
        self, service: Service, read_partner: PartnerReader | None = None, prepare: Prepare | None = None
    ) -> None:
        """`prepare` learns what `read_partner` must know, anew before each slice of an agency's topic."""
        self.service = service
        self._read_partner = read_partner
        self._prepare = prepare
        self.cluster = ""

    async def take_in(self, expected: int, records: Sequence[Record]) -> int:
        """One slice of one partition. Returns the offset reached. Raises OURS to be tried again."""
        if self._prepare and records[0].place.topic.startswith("partner."):
            await self._prepare()
        try:
            return await self._slice(expected, records, self._understood)
        except OURS:
            raise
        except Exception:  # something in it cannot be written: find out what, and set aside only that
            log.warning("hearing.one_by_one", topic=records[0].place.topic, count=len(records), exc_info=True)
            return await self._slice(expected, records, self._written)

    async def _slice(self, expected: int, records: Sequence[Record], take: Take) -> int:
        tracing.correlate(None)
        first, last = records[0].place, records[-1].place
        heard = [self._read(record) for record in records if record.place.offset >= expected]
        async with self.service.transaction() as tx:
            await tx.advance(first.topic, first.partition, expected, last.offset + 1)
            subjects, ids = self._needed(heard)
            await tx.foresee(subjects, ids)
            await tx.foresee_parked({h.meaning.subject for h in heard if isinstance(h.meaning, Recorded)})
            for each in heard:
                try:
                    await take(tx, each)
                except Undecodable as error:
                    await self._set_aside(tx, each.record, error)
            BEFORE_COMMIT()
        AFTER_COMMIT()
        return last.offset + 1

    def _read(self, record: Record) -> Heard:
        try:
            return Heard(record, self._meaning(record))
        except Undecodable as error:
            return Heard(record, error)

    def _meaning(self, record: Record) -> Recorded | Demand | None:
        if record.place.topic == CASE_KEYS:
            return None
        if not record.place.topic.startswith("partner."):
            return self._event(record)
        assert self._read_partner, "this service hears no partners"
        try:
            return self._read_partner(record)
        except (Undecodable, *OURS):
            raise
        except Exception as error:
            raise _our_bug(record, error) from error

    def _needed(self, heard: Sequence[Heard]) -> tuple[set[str], list[UUID]]:
        """The subjects and the ids of ours that this slice is going to ask for."""
        subjects: set[str] = set()
        ids: list[UUID] = []
        for each in heard:
            match each.meaning:
                case Recorded() as recorded:
                    answers = list(self.service.answers(recorded))
                    subjects |= {recorded.subject, *(ask.subject for ask, _ in answers)}
                    ids += [first_id(occasion.id) for _, occasion in answers]
                case Demand(ask=ask, id=id_):
                    subjects.add(ask.subject)
                    ids.append(first_id(id_))
                case Undecodable():
                    subjects.add(subject_of(self._id_aside(each.record.place)))
                    ids.append(first_id(self._id_aside(each.record.place)))
        return subjects, ids

    async def _understood(self, tx: Transaction, heard: Heard) -> None:
        match heard.meaning:
            case Undecodable() as error:
                raise error
            case Recorded() as recorded:
                await self.service.take_in(tx, recorded, heard.record.place)
            case Demand() as demand:
                await self._demanded(tx, demand, heard.record)
            case None:
                self._key(tx, heard.record)

    async def _written(self, tx: Transaction, heard: Heard) -> None:
        """The same, written at once: what the database itself refuses of an agency's record is known here."""
        if not isinstance(heard.meaning, Demand):
            await self._understood(tx, heard)
            return
        await tx.flush()
        with tx.all_or_nothing():
            await self._understood(tx, heard)
            try:
                async with part(tx.connection):
                    await tx.flush()
            except OURS:
                raise
            except Exception as error:
                raise _our_bug(heard.record, error) from error

    def _key(self, tx: Transaction, record: Record) -> None:
        if record.value is not None:  # a tombstone: the key was erased
            self.service.keyring.hear(tx, record.value, record.place.offset)

    def _event(self, record: Record) -> Recorded:
        if not record.value:
            raise Undecodable("the record is empty")
        recorded = self.service.log.read(record.value)
        if record.key != recorded.subject.encode():
            raise Undecodable("the record's key is not the event's subject", "/subject")
        if record.place.topic != f"{recorded.source}.events":
            raise Undecodable("the event's source does not own this topic", "/source")
        return recorded

    async def _demanded(self, tx: Transaction, demand: Demand, record: Record) -> None:
        """A partner's record: what it breaks, only it loses."""
        occasion = Occasion(at=self.service.clock.now(), actor=demand.actor, id=demand.id)
        name, parent = f"hear {record.place.topic}", tracing.header(record.headers)
        try:
            with tracing.span(name, "consumer", parent), tx.all_or_nothing():
                await self.service.carry_out(tx, demand.ask, occasion)
        except (Undecodable, *OURS):
            raise
        except KeyReused:
            raise Undecodable("this id was already used for another content", "/id") from None
        except Refused as refused:
            raise Undecodable(refused.detail) from None
        except Exception as error:
            raise _our_bug(record, error) from error

    async def _set_aside(self, tx: Transaction, record: Record, error: Undecodable) -> None:
        place = record.place
        if not place.topic.startswith("partner."):  # ours: somebody must look, this should never be
            log.error("hearing.own_record_set_aside", topic=place.topic, offset=place.offset, reason=error.reason)
        id_ = self._id_aside(place)
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
            await self.service.carry_out(tx, Ask(subject_of(id_), command), occasion)

    def _id_aside(self, place: Place) -> UUID:
        return uuid5(NAMESPACE, f"{self.cluster}/{place.topic}/{place.partition}/{place.offset}")


def _our_bug(record: Record, error: Exception) -> Undecodable:
    """A bug that this record found: it waits in quarantine, the others go on."""
    log.error("partner.record_could_not_be_processed", topic=record.place.topic, exc_info=error)
    return Undecodable(f"it could not be processed: {type(error).__name__}")
