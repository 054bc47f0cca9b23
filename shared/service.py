"""The shell around every service's pure functions: one transaction per command or record.

hear (unless heard before) -> project -> react -> for each command: load state, decide, append -> project.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID, uuid5

from shared.calendar import london_date
from shared.clock import Clock
from shared.crash import CrashPoint
from shared.decider import Ask, Command, Decider, Occasion, Refused, by_command
from shared.event_log import Connection, EventLog, Place, Transaction, prevhash, understood
from shared.events.base import Event, Recorded, encode, event_type
from shared.keys import Keyring, sealed_under
from shared.policy import policy_on
from shared.sealed import has_plain

BEFORE_COMMIT = CrashPoint("command-before-commit")
AFTER_COMMIT = CrashPoint("command-after-commit")


class View(Protocol):
    """A read model: its tables, and the one function that keeps them true."""

    SCHEMA: str

    def project(self, db: Connection, recorded: Recorded, /) -> Awaitable[None]: ...


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
    _decider_for: dict[type[Command], Decider[Any]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._decider_for = dict(by_command(self.deciders))

    @property
    def name(self) -> str:
        return self.log.source

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
        async with self.log.transaction() as tx:
            occasion = Occasion(at=self.clock.now(), actor=actor, id=cause)
            said = await self.carry_out(tx, Ask(subject, command), occasion, if_match=if_match)
            await tx.wake()
            BEFORE_COMMIT()
        AFTER_COMMIT()
        return said

    async def rehearse(self, subject: str, command: Command, *, actor: str, cause: UUID) -> Said:
        """What `do` would say, or refuse, without keeping anything."""
        try:
            async with self.log.transaction() as tx:
                occasion = Occasion(at=self.clock.now(), actor=actor, id=cause)
                raise _NotMeant(await self.carry_out(tx, Ask(subject, command), occasion))
        except _NotMeant as rehearsed:
            return rehearsed.said

    async def take_in(self, tx: Transaction, recorded: Recorded, place: Place) -> None:
        """Hear one event of another service: once, in order, and only when all it builds on is here."""
        heads = await tx.heads(recorded.subject)
        if recorded.version <= heads.get(recorded.source, 0):
            return
        if not understood(recorded, heads, self.log.hears):
            await tx.park(recorded, place)
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
        if repeat:
            return repeat
        decider = self._decider_for[type(ask.command)]
        stream = await tx.stream(ask.subject)
        if if_match is not None and if_match != len(stream):
            raise NotAsExpected
        state = decider.state(recorded.data for recorded in stream)
        events = decider.decide(ask.command, state, occasion)
        said = await self._say(tx, ask, events, occasion, stream, because)
        for recorded in said:
            await self._react(tx, recorded)
        return Said(ask.subject, len(stream) + len(said), tuple(said))

    async def _hear(self, tx: Transaction, recorded: Recorded, place: Place) -> None:
        await tx.append(recorded, place)
        await self.project(tx.connection, recorded)
        await self._react(tx, recorded)

    async def _release(self, tx: Transaction, subject: str) -> None:
        """Take in what was parked and can now be understood; each may free another."""
        freed = True
        while freed:
            freed = False
            for recorded, place in await tx.parked(subject):
                heads = await tx.heads(subject)
                if recorded.version <= heads.get(recorded.source, 0):
                    await tx.unpark(recorded)
                elif understood(recorded, heads, self.log.hears):
                    await tx.unpark(recorded)
                    await self._hear(tx, recorded, place)
                    freed = True

    async def _react(self, tx: Transaction, recorded: Recorded) -> None:
        """Our commands to an event, ours or theirs, at the time of that event."""
        for index, ask in enumerate(self.react(recorded)):
            occasion = Occasion(at=recorded.time, actor=f"service:{self.name}", id=uuid5(recorded.id, str(index)))
            await self.carry_out(tx, ask, occasion, because=recorded)

    async def _already_said(self, tx: Transaction, ask: Ask, occasion: Occasion) -> Said | None:
        first = await tx.find(self.name, uuid5(occasion.id, "0"))
        if first is None:
            return None
        if first.command != self._fingerprint(ask):
            raise KeyReused
        stream = await tx.stream(first.subject)
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
        stream: list[Recorded],
        because: Recorded | None,
    ) -> list[Recorded]:
        if not events:
            return []
        heads = await tx.heads(ask.subject)
        origin = because or (stream[0] if stream else None)
        blank = Recorded(
            id=occasion.id,
            source=self.name,
            type="",
            subject=ask.subject,
            version=len(stream),
            time=self.clock.now(),
            cause=because.id if because else occasion.id,
            correlation=origin.correlation if origin else occasion.id,
            actor=occasion.actor,
            data=None,
            heard={source: heads[source] for source in heads if source != self.name},
            policy=policy_on(london_date(occasion.at)).id,
            command=self._fingerprint(ask),
        )
        said: list[Recorded] = []
        for index, event in enumerate(events):
            data = await self._sealed(tx, ask.subject, event, may_make=not blank.heard)
            unwired = replace(
                blank,
                id=uuid5(occasion.id, str(index)),
                type=event_type(self.name, type(event)),
                version=len(stream) + index + 1,
                prevhash=prevhash([*stream, *said]),
                data=data,
            )
            recorded = replace(unwired, wire=encode(unwired))
            await tx.append(recorded)
            await self.project(tx.connection, recorded)
            said.append(recorded)
        return said

    async def _sealed(self, tx: Transaction, subject: str, event: Event, *, may_make: bool) -> Event:
        if not has_plain(event):
            return event
        key = await self.keyring.find_or_make(tx.connection, subject, may_make=may_make)
        sealed: Event = sealed_under(event, subject, key)
        return sealed

    async def project(self, connection: Connection, recorded: Recorded) -> None:
        for view in self.views:
            await view.project(connection, recorded)


__all__ = ["KeyReused", "NotAsExpected", "React", "Refused", "Said", "Service", "View"]
