"""Two small services on the real ground: a teller says numbers, a listener notes each of them.

What is true of them is true of every service, without any domain in the way.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.absorb import Absorber
from shared.broker import Broker
from shared.broker import client as at
from shared.clock import WallClock
from shared.decider import Ask, Command, Decider, Occasion, Refused
from shared.event_log import EventLog
from shared.events.base import Event, Recorded, RecordQuarantined, Vocabulary
from shared.hearing import Demand, Hearing, Record
from shared.kafka import Ear, LazyBroker
from shared.kafka_reading import as_record, cluster_id, partitions_of, read_to_end
from shared.keys import Keyring
from shared.quarantine import quarantine
from shared.relay import Relay
from shared.sealed import Sealed
from shared.service import Service
from shared.writes import Write

NAMESPACE = UUID(int=7)
WRAPPING_KEY = bytes(range(32))
PARTITIONS = 2
_numbers = itertools.count(1)


class Told(Event):
    number: int
    secret: Sealed[str]


class Noted(Event):
    number: int


class Tell(Command):
    number: int


class Note(Command):
    number: int


def _tell(command: Tell, _: frozenset[int], __: Occasion) -> list[Event]:
    if command.number < 0:
        raise Refused("no-negative", "Only numbers from 0 are told.")
    return [Told(number=command.number, secret=Sealed.of(f"secret {command.number}"))]


def _note(command: Note, known: frozenset[int], _: Occasion) -> list[Event]:
    return [] if command.number in known else [Noted(number=command.number)]


def _remember(known: frozenset[int], event: Event) -> frozenset[int]:
    return known | {event.number} if isinstance(event, Told | Noted) else known


teller = Decider(commands=(Tell,), initial=frozenset(), decide=_tell, evolve=_remember)
listener = Decider(commands=(Note,), initial=frozenset(), decide=_note, evolve=_remember)


class Numbers:
    """A view: every number noted or heard, with who said it."""

    SCHEMA = "CREATE TABLE numbers (source text, subject text, number int);"

    @staticmethod
    def project(write: Write, recorded: Recorded) -> None:
        if isinstance(recorded.data, Told | Noted):
            write(
                "INSERT INTO numbers VALUES ($1, $2, $3)",
                recorded.source,
                recorded.subject,
                recorded.data.number,
            )


def react(recorded: Recorded) -> Iterable[Ask]:
    if isinstance(recorded.data, Told):
        yield Ask(recorded.subject, Note(number=recorded.data.number))


def cause(text: str) -> UUID:
    return uuid5(NAMESPACE, text)


@dataclass
class Toy:
    """A service with everything around it, none of it started."""

    service: Service
    url: str
    bootstrap: Broker
    hearing: Hearing
    hears: list[str]

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def topic(self) -> str:
        return f"{self.name}.events"

    def relay(self) -> Relay:
        return Relay(self.service.log, self.bootstrap, Absorber(self.service, self.bootstrap))

    @asynccontextmanager
    async def relaying(self) -> AsyncIterator[Relay]:
        relay = self.relay()
        task = asyncio.create_task(relay.run())
        try:
            yield relay
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    @asynccontextmanager
    async def listening(self, hearing: Hearing | None = None) -> AsyncIterator[Ear]:
        broker = LazyBroker(self.bootstrap, client_id=self.name)
        hearing = hearing or self.hearing
        hearing.cluster = await cluster_id(self.bootstrap)
        ear = Ear(hearing, broker, self.hears)
        await broker.start()
        try:
            yield ear
        finally:
            await broker.stop()

    async def tell(self, number: int, subject: str = "case-1") -> Any:
        return await self.service.do(
            subject, Tell(number=number), actor="person:test", cause=cause(f"{subject}/{number}")
        )

    async def numbers(self) -> list[int]:
        """What the view shows of what this service itself said, in log order."""
        rows = await self.service.log.pool.fetch(
            "SELECT number FROM numbers WHERE source = $1 ORDER BY number", self.name
        )
        return [row["number"] for row in rows]

    async def on_kafka(self) -> list[Recorded]:
        partitions = await partitions_of(self.bootstrap, [self.topic])
        return [
            self.service.log.read(as_record(raw).value or b"")
            async for raw in read_to_end(self.bootstrap, dict.fromkeys(partitions, 0))
        ]

    async def stored_offsets(self) -> dict[str, int]:
        rows = await self.service.log.pool.fetch("SELECT topic, partition, next_offset FROM consumed")
        return {f"{r['topic']}/{r['partition']}": r["next_offset"] for r in rows}


def read_partner(record: Record) -> Demand:
    """A partner's record is a number in ASCII; 13 is one that our own code cannot bear."""
    number = int(record.value or b"")
    command: Command = Note(number=number) if number != 13 else _Unbearable()
    return Demand(Ask("case-p", command), "agency:toy", cause(f"partner/{number}"))


class _Unbearable(Command):
    """No decider answers it."""


@asynccontextmanager
async def toys(bootstrap: Broker, database: Callable[[str], Awaitable[str]]) -> AsyncIterator[tuple[Toy, Toy]]:
    """A teller and a listener with databases and topics of their own."""
    number = next(_numbers)
    async with AsyncExitStack() as stack:
        names = (f"teller{number}", f"listener{number}")
        await make_topics(bootstrap, *(f"{name}.events" for name in names))
        told = Vocabulary.of(names[0], Told, RecordQuarantined)
        noted = Vocabulary.of(names[1], Noted, RecordQuarantined)
        one = await _toy(stack, bootstrap, await database("intake"), EventLog(says=told), teller, [])
        two = await _toy(
            stack,
            bootstrap,
            await database("notifier"),
            EventLog(says=noted, hears=[told]),
            listener,
            [one.topic],
        )
        two.service.react = react
        yield one, two


async def _toy(
    stack: AsyncExitStack,
    bootstrap: Broker,
    url: str,
    log: EventLog,
    decider: Decider[Any],
    hears: list[str],
) -> Toy:
    service = Service(
        log=log,
        deciders=[decider, quarantine],
        keyring=Keyring(WRAPPING_KEY),
        clock=WallClock(),
        views=[Numbers()],
    )
    await make_views(url)
    await stack.enter_async_context(log.opened(url))
    return Toy(service, url, bootstrap, Hearing(service, read_partner), hears)


async def make_views(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(f"CREATE SCHEMA IF NOT EXISTS views; SET search_path TO views; {Numbers.SCHEMA}")
    await connection.close()


async def make_topics(bootstrap: str, *names: str, partitions: int = PARTITIONS) -> None:
    admin = AIOKafkaAdminClient(**at(bootstrap))
    await admin.start()
    there = set(await admin.list_topics())
    wanted = [*names, *([] if "case-keys" in there else ["case-keys"])]
    await admin.create_topics([NewTopic(name, partitions, 1) for name in wanted])
    await admin.close()


async def put(bootstrap: str, topic: str, *records: tuple[bytes | None, bytes | None], **more: Any) -> None:
    """Records as some other program would send them."""
    producer = AIOKafkaProducer(**at(bootstrap), acks="all")
    await producer.start()
    for key, value in records:
        await producer.send_and_wait(topic, value, key=key, **more)
    await producer.stop()


async def until(condition: Callable[[], Awaitable[Any]], seconds: float = 90.0) -> Any:
    """Waits for a condition, never for a time; fails when it does not come about."""
    async with asyncio.timeout(seconds):
        while not (answer := await condition()):
            await asyncio.sleep(0.02)
        return answer
