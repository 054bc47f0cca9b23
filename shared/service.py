"""The shell around every service's pure functions: one transaction per command or record.

hear (unless heard before) -> project -> react -> for each command: load state, decide, append -> project.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID, uuid5

from msgspec.structs import replace

from shared import tracing
from shared.calendar import london_date
from shared.clock import Clock
from shared.crash import CrashPoint
from shared.decider import Ask, Command, Decider, Occasion, Refused, by_command
from shared.event_log import EventLog, Place
from shared.events.base import Event, Recorded, encode, event_type
from shared.keys import Keyring, sealed_under
from shared.policy import policy_on
from shared.remembered import Remembered
from shared.sealed import has_plain
from shared.stream import understood
from shared.transaction import Transaction
from shared.writes import Write

BEFORE_COMMIT = CrashPoint("transaction-before-commit")  # of any kind: all is written
AFTER_COMMIT = CrashPoint("transaction-after-commit")
BEFORE_COMMAND_COMMIT = CrashPoint("command-before-commit")
AFTER_COMMAND_COMMIT = CrashPoint("command-after-commit")


class View(Protocol):
    """A read model: its tables, and the one function that keeps them true."""

    SCHEMA: str

    def project(self, write: Write, recorded: Recorded, /) -> None: ...


class KeyReused(Exception):
    """The same Idempotency-Key came with another command."""


class _NotMeant(Exception):
    """Undoes a rehearsal's transaction."""

    def __init__(self, said: "Said") -> None:
        super().__init__()
        self.said = said


class NotAsExpected(Exception):
    """If-Match named another version than the stream has: somebody else was quicker."""


@dataclass(frozen=True)
class Said:
    """What a command led to. `version` is the stream's version after it: the entity tag."""

    subject: str
    version: int
    events: tuple[Recorded, ...]
    repeated: bool = False  # the same cause came before, and this is what it led to then


React = Callable[[Recorded], Iterable[Ask]]
# Of the views' schemas, and the table that says how cases stand: SQL that closes them to whoever asks.
Closing = Callable[[Sequence[str], str], str]


def no_reaction(_: Recorded) -> Iterable[Ask]:
    return ()


@dataclass
class Service:
    """One service, without its wires."""

    log: EventLog
    deciders: Sequence[Decider[Any]]
    keyring: Keyring
    clock: Clock
    views: Sequence[View] = ()
    react: React = no_reaction
    closing: Closing | None = None  # None: PostgreSQL itself keeps nothing from anybody, as in what is simulated
    scans_documents: bool | None = None  # for malware; what was not scanned nobody opens. None: it keeps none
    _decider_for: dict[type[Command], int] = field(init=False, default_factory=dict)
    _remembered: Remembered = field(init=False, repr=False, default_factory=Remembered)
    _turn: asyncio.Lock = field(init=False, repr=False, default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._decider_for = dict(by_command(self.deciders))

    @property
    def name(self) -> str:
        return self.log.source

    def closed(self, relations: str) -> str:
        """SQL for where the views' tables were just made; empty where nothing is closed."""
        return self.closing([view.SCHEMA for view in self.views], relations) if self.closing else ""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All of it is written when the block ends, or nothing; what is known then is remembered.

        Those of this process wait for one another here, not each with a connection: and each begins only when
        what the one before left is remembered.
        """
        async with self._turn:
            async with self.log.writing() as connection:
                tx = Transaction(connection, self.log, self.deciders, self._remembered)
                yield tx
                await tx.flush()
                BEFORE_COMMIT()
            AFTER_COMMIT()
            tx.remember()

    async def do(
        self,
        subject: str,
        command: Command,
        *,
        actor: str,
        cause: UUID,
        if_match: int | None = None,
    ) -> Said:
        """Carry out what a person, a clock or an outcome asks for. The same cause again says the same.

        Raises Refused, KeyReused, NotAsExpected, KeyNotHere; asyncpg's errors when Postgres is away.
        """
        with tracing.span(f"do {type(command).__name__}", **{"cspr.subject": subject}):
            async with self.transaction() as tx:
                occasion = Occasion(at=self.clock.now(), actor=actor, id=cause)
                await tx.foresee([subject], [first_id(cause)])
                said = await self.carry_out(tx, Ask(subject, command), occasion, if_match=if_match)
                BEFORE_COMMAND_COMMIT()
            AFTER_COMMAND_COMMIT()
        return said

    async def rehearse(self, subject: str, command: Command, *, actor: str, cause: UUID) -> Said:
        """What `do` would say, or refuse, without keeping anything."""
        try:
            async with self.transaction() as tx:
                occasion = Occasion(at=self.clock.now(), actor=actor, id=cause)
                raise _NotMeant(await self.carry_out(tx, Ask(subject, command), occasion))
        except _NotMeant as rehearsed:
            return rehearsed.said

    async def take_in(self, tx: Transaction, recorded: Recorded, place: Place) -> None:
        """Hear one event of another service: once, in order, and only when all it builds on is here."""
        stream = await tx.stream(recorded.subject)
        if recorded.version <= stream.heads.get(recorded.source, 0):
            return
        if not understood(recorded, stream.heads, self.log.hears):
            tx.park(recorded, place)
            return
        await self._hear(tx, recorded, place)
        await self._release(tx, recorded.subject)

    async def carry_out(
        self,
        tx: Transaction,
        ask: Ask,
        occasion: Occasion,
        *,
        because: Recorded | None = None,
        if_match: int | None = None,
    ) -> Said:
        """Decide one command inside a transaction, and whatever our own reactions make of it."""
        repeat = await self._already_said(tx, ask, occasion)
        return repeat or await self._decide(tx, ask, occasion, because, if_match)

    async def _decide(
        self, tx: Transaction, ask: Ask, occasion: Occasion, because: Recorded | None, if_match: int | None = None
    ) -> Said:
        stream = await tx.stream(ask.subject)
        tracing.correlate(because.correlation if because else stream.correlation or occasion.id)
        version = stream.heads.get(self.name, 0)
        if if_match is not None and if_match != version:
            raise NotAsExpected
        index = self._decider_for[type(ask.command)]
        events = self.deciders[index].decide(ask.command, stream.states[index], occasion)
        said = await self._say(tx, ask, events, occasion, because)
        for recorded in said:
            await self._react(tx, recorded)
        return Said(ask.subject, version + len(said), tuple(said))

    async def _hear(self, tx: Transaction, recorded: Recorded, place: Place) -> None:
        tracing.correlate(recorded.correlation)
        with tracing.hearing(recorded):
            tx.append(recorded, place)
            self.project(tx.about(recorded.subject), recorded)
            await self._react(tx, recorded)

    async def _release(self, tx: Transaction, subject: str) -> None:
        """Take in what was parked and can now be understood; each may free another."""
        freed = True
        while freed:
            freed = False
            for recorded, place in await tx.parked(subject):
                heads = (await tx.stream(subject)).heads
                if recorded.version <= heads.get(recorded.source, 0):
                    tx.unpark(recorded)
                elif understood(recorded, heads, self.log.hears):
                    tx.unpark(recorded)
                    await self._hear(tx, recorded, place)
                    freed = True

    def answers(self, recorded: Recorded) -> Iterable[tuple[Ask, Occasion]]:
        """Our commands to an event, ours or theirs, at the time of that event."""
        for index, ask in enumerate(self.react(recorded)):
            yield ask, Occasion(at=recorded.time, actor=f"service:{self.name}", id=nth_id(recorded.id, index))

    async def _react(self, tx: Transaction, recorded: Recorded) -> None:
        for ask, occasion in self.answers(recorded):
            if tx.is_new(recorded):  # nobody can have answered yet what we only just said
                await self._decide(tx, ask, occasion, recorded)
            else:
                await self.carry_out(tx, ask, occasion, because=recorded)

    async def _already_said(self, tx: Transaction, ask: Ask, occasion: Occasion) -> Said | None:
        first = await tx.ours(first_id(occasion.id))
        if first is None:
            return None
        if first.command != self._fingerprint(ask):
            raise KeyReused
        stream = await tx.said(first.subject)
        same = tuple(r for r in stream if r.cause == first.cause and r.command == first.command)
        return Said(first.subject, len(stream), same, repeated=True)

    def _fingerprint(self, ask: Ask) -> str:
        text = f"{ask.subject}\n{type(ask.command).__name__}\n{ask.command.model_dump_json()}"
        return self.keyring.fingerprint(text)

    async def _say(
        self,
        tx: Transaction,
        ask: Ask,
        events: Sequence[Event],
        occasion: Occasion,
        because: Recorded | None,
    ) -> list[Recorded]:
        if not events:
            return []
        stream = await tx.stream(ask.subject)
        correlation = because.correlation if because else stream.correlation
        blank = Recorded(
            id=occasion.id,
            source=self.name,
            type="",
            subject=ask.subject,
            version=stream.heads.get(self.name, 0),
            time=self.clock.now(),
            cause=because.id if because else occasion.id,
            correlation=correlation or occasion.id,
            actor=occasion.actor,
            data=None,
            heard={source: version for source, version in stream.heads.items() if source != self.name},
            policy=policy_on(london_date(occasion.at)).id,
            command=self._fingerprint(ask),
            trace=tracing.here(),
        )
        return [await self._record(tx, blank, event, index) for index, event in enumerate(events)]

    async def _record(self, tx: Transaction, blank: Recorded, event: Event, index: int) -> Recorded:
        stream = await tx.stream(blank.subject)
        data = await self._sealed(tx, blank.subject, event, may_make=not blank.heard)
        unwired = replace(
            blank,
            id=nth_id(blank.id, index),
            type=event_type(self.name, type(event)),
            version=blank.version + index + 1,
            prevhash=stream.prevhash,
            data=data,
        )
        recorded = replace(unwired, wire=encode(unwired))
        tx.append(recorded)
        self.project(tx.about(recorded.subject), recorded)
        tracing.said(recorded)
        return recorded

    async def _sealed(self, tx: Transaction, subject: str, event: Event, *, may_make: bool) -> Event:
        if not has_plain(event):
            return event
        key = await self.keyring.find_or_make(tx, subject, may_make=may_make)
        sealed: Event = sealed_under(event, subject, key)
        return sealed

    def project(self, write: Write, recorded: Recorded) -> None:
        for view in self.views:
            view.project(write, recorded)


def first_id(occasion: UUID) -> UUID:
    """The id of the first event that comes of a command on this occasion."""
    return nth_id(occasion, 0)


@lru_cache(maxsize=16_384)  # asked for when a slice is foreseen, and again when its turn comes
def nth_id(id_: UUID, index: int) -> UUID:
    """Of an occasion's events, and of the occasions that our answers to an event are."""
    return uuid5(id_, str(index))


__all__ = ["KeyReused", "NotAsExpected", "React", "Refused", "Said", "Service", "View"]
