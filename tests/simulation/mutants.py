"""Planted bugs: the production code with one safeguard taken out each. Every one must be caught."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4, uuid5

import shared.dispatch.file
import shared.dispatch.sender
import shared.dispatch.webhook
import shared.producers
from services.publisher.views import timetable
from shared import views
from shared.alarms.reminding import Reminding
from shared.dispatch import life, post
from shared.dispatch.life import RecordFailure
from shared.dispatch.sender import Sender
from shared.duties import agenda, recounting
from shared.event_log import Place
from shared.events.base import Recorded
from shared.hearing import Hearing, Record
from shared.relay import Mark, Relay, mark
from shared.service import Service
from shared.transaction import Transaction
from shared.worker import Todo
from tests.examples import partnership

Patch = tuple[Any, str, Any]


@dataclass(frozen=True)
class Mutant:
    """`patches` what is to be put where, made anew for each run."""

    name: str
    patches: Callable[[Any], Sequence[Patch]]

    @contextmanager
    def planted(self, installation: Any) -> Iterator[None]:
        with ExitStack() as stack:
            for target, name, instead in self.patches(installation):
                stack.enter_context(patch.object(target, name, instead))
            yield


async def _offset_first(self: Hearing, expected: int, records: Sequence[Record], take: Any) -> int:
    """The offset is moved, and then the slice is taken in."""
    first, last = records[0].place, records[-1].place
    async with self.service.transaction() as tx:
        await tx.advance(first.topic, first.partition, expected, last.offset + 1)
    async with self.service.transaction() as tx:
        for record in records:
            await take(tx, self._read(record))
    return last.offset + 1


async def _mark_first(self: Relay, connection: Any, producer: Any, rows: Any) -> None:
    """What is about to be published is marked as published."""
    await mark(connection, self._log.source, [Mark(row["id"], 0, 0) for row in rows if row["id"]])
    async with producer.transaction():
        for row in rows:
            await self._send(producer, row)
    for key in [row["subject"] for row in rows if not row["id"]]:
        await connection.execute("UPDATE log.case_key SET kafka_offset = 0 WHERE key_id = $1", key)


async def _whatever_came(self: Service, tx: Transaction, recorded: Recorded, place: Place) -> None:
    """Every record is news: nobody looks whether it was heard before."""
    await self._hear(tx, recorded, place)


def _high_water(_: Any) -> Sequence[Patch]:
    """The relay remembers how far it has read, in place of asking what is unpublished."""
    cursors: dict[int, int] = {}
    real = Relay._publish

    async def publish_all(self: Relay, lease: Any, connection: Any, producers: Any) -> None:
        while True:
            self._woken.clear()
            if id(self) not in cursors:
                cursors[id(self)] = await connection.fetchval(
                    "SELECT coalesce(max(position), 0) FROM event_log"
                    " WHERE source = $1 AND kafka_offset IS NOT NULL",
                    self._log.source,
                )
            keys = await connection.fetch(
                "SELECT NULL AS id, key_id AS subject, wrapped AS wire FROM log.case_key"
                " WHERE made_here AND kafka_offset IS NULL"
            )
            rows = await connection.fetch(
                "SELECT * FROM event_log WHERE source = $1 AND position > $2 ORDER BY position",
                self._log.source,
                cursors[id(self)],
            )
            if not rows and not keys:
                await self._until_woken(lease)
                continue
            cursors[id(self)] = max((row["position"] for row in rows), default=cursors[id(self)])
            await real(self, connection, producers[0], [*keys, *rows])

    return [(Relay, "_publish_all", publish_all)]


def _no_key(at: Any) -> Sequence[Patch]:
    """Each mail has a name of its own, so that whoever gets two cannot tell."""

    def message_id(dispatch: UUID) -> str:
        return f"<{UUID(int=at.world.dice.getrandbits(128))}@{life.MESSAGE_DOMAIN}>"

    return _everywhere("message_id", life.message_id, message_id)


def _everywhere(name: str, real: Any, instead: Any) -> list[Patch]:
    """Wherever it was imported to."""
    ours = [module for key, module in sys.modules.items() if key.startswith(("shared.", "services."))]
    return [(module, name, instead) for module in ours if getattr(module, name, None) is real]


class _Remembered:
    """A timetable that sets a timer when a duty arises, and after a restart knows of none."""

    def __init__(self) -> None:
        self._reminding = Reminding(partnership().escalation)
        self._before: set[UUID] | None = None
        self._timers: dict[UUID, tuple[datetime, Todo]] = {}

    async def due(self, db: Any, now: datetime) -> list[Todo]:
        at = {uuid5(row["duty"], row["step"]): row["at"] for row in await db.fetch("SELECT * FROM duty_agenda")}
        if self._before is None:
            self._before = set(at)
        for todo in await self._reminding.due(db, datetime(2100, 1, 1, tzinfo=UTC)):
            if todo.id in at and todo.id not in self._before:
                self._timers.setdefault(todo.id, (at[todo.id], todo))
        ripe = [todo for when, todo in self._timers.values() if when <= now]
        self._timers = {id_: timer for id_, timer in self._timers.items() if timer[0] > now}
        return ripe

    async def next_at(self, db: Any, now: datetime) -> datetime | None:
        return min((at for at, _ in self._timers.values()), default=None)


def _timer_in_memory(at: Any) -> Sequence[Patch]:
    return [(at, "timetables", lambda: (recounting, _Remembered(), post))]


def _notify_again(_: Any) -> Sequence[Patch]:
    """Building the views anew tells the recipients anew: as if projecting were what sends."""
    rebuilt: set[int] = set()
    real_rebuild, real_begin = views._rebuild, Sender.begin

    async def rebuild(service: Service, connection: Any, progress: views.Progress) -> int:
        rebuilt.add(id(service))
        return await real_rebuild(service, connection, progress)

    async def begin(self: Sender, lease: Any) -> None:
        await real_begin(self, lease)
        if id(self._service) in rebuilt:
            rebuilt.discard(id(self._service))
            for row in await post._rows(self._service.log.pool, "state IN ('handed over', 'received')"):
                await self._outgoing.send(await self._compose(row), self._service.clock.now())

    return [(views, "_rebuild", rebuild), (Sender, "begin", begin)]


def _end_of_day_somewhere(day: date) -> datetime:
    """The end of the day, taken for UTC whatever London's clocks say."""
    return datetime.combine(day, time.max, UTC)


def _start_of_day_somewhere(day: date) -> datetime:
    """The beginning of the day, taken for UTC whatever London's clocks say."""
    return datetime.combine(day, time.min, UTC)


def _no_fence(_: Any) -> Sequence[Patch]:
    """Whoever had the lock believes that it still leads: no producer is fenced by the next."""
    real = shared.producers.AIOKafkaProducer

    def producer(*, transactional_id: str, **options: Any) -> Any:
        return real(transactional_id=f"{transactional_id}-{uuid4()}", **options)

    return [(shared.producers, "AIOKafkaProducer", producer)]


async def _surely_not_sent(self: Sender, lease: Any) -> None:
    """What was attempted and has no outcome goes again, unmarked."""
    self._lease = lease
    for row in await post.unfinished(self._service.log.pool):
        failure = RecordFailure(dispatch=row.dispatch, attempt=row.attempts, failure="retryable", detail="stopped")
        await self._record(row, failure)


async def _recorded_enough(*_: Any, **__: Any) -> bool:
    """PostgreSQL has the attempt; nobody waits for Kafka."""
    return True


async def _never_parked(self: Service, tx: Transaction, recorded: Recorded, place: Place) -> None:
    stream = await tx.stream(recorded.subject)
    if recorded.version > stream.heads.get(recorded.source, 0):
        await self._hear(tx, recorded, place)


def _always(*patches: Patch) -> Callable[[Any], Sequence[Patch]]:
    return lambda _: patches


def _fresh_key(at: Any) -> Sequence[Patch]:
    """Each call of a webhook has an id of its own, so that whoever gets two cannot tell."""
    real = shared.dispatch.webhook.signed

    def signed(secrets: Any, _: str, when: datetime, body: bytes) -> dict[str, str]:
        return real(secrets, str(UUID(int=at.world.dice.getrandbits(128))), when, body)

    return [(shared.dispatch.webhook, "signed", signed)]


def _in_place(at: Any) -> Sequence[Patch]:
    """A file is written where it is looked for."""

    def write(folder: Path, name: str, content: bytes) -> None:
        with open(folder / name, "wb") as file:
            for half in (content[: len(content) // 2], content[len(content) // 2 :]):
                file.write(half)
                file.flush()
                at.disk.fsync(file.fileno())

    return [(shared.dispatch.file, "_write", write)]


UNHURT = Mutant("unhurt", _always())
_ALL = (
    Mutant("offset-before-effect", _always((Hearing, "_slice", _offset_first))),
    Mutant("mark-before-publish", _always((Relay, "_publish", _mark_first))),
    Mutant("no-inbox", _always((Service, "take_in", _whatever_came))),
    Mutant("high-water-cursor", _high_water),
    Mutant("no-idempotency-key", _no_key),
    Mutant("timer-in-memory", _timer_in_memory),
    Mutant("re-notify-on-rebuild", _notify_again),
    Mutant("local-time-deadline", _always((agenda, "end_of_local_day", _end_of_day_somewhere))),
    Mutant("lease-without-fencing", _no_fence),
    Mutant("public-when-utc-begins-the-day", _always((timetable, "start_of_local_day", _start_of_day_somewhere))),
    Mutant("webhook-with-a-fresh-key", _fresh_key),
    Mutant("file-without-rename", _in_place),
    Mutant("doubt-forgotten", _always((Sender, "begin", _surely_not_sent))),
    Mutant("sent-before-recorded", _always((shared.dispatch.sender, "recorded_on_kafka", _recorded_enough))),
)
MUTANTS = {mutant.name: mutant for mutant in _ALL}
