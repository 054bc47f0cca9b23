"""Does what the views say is still to be done, and records the outcome as a command.

One worker of a service at a time: a lock in Postgres. Replay never comes through here, so it never re-sends.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from shared.crash import CrashPoint
from shared.decider import Command
from shared.event_log import Database
from shared.faults import OURS
from shared.lease import Lease, leading
from shared.looking import Looking, begun
from shared.service import Service
from shared.stuck import Stuck

log = structlog.get_logger()
ONE_WORKER = 7_391_003  # advisory lock
POLL_SECONDS = 0.25
BEFORE_DUE = CrashPoint("worker-before-due")
AFTER_DUE = CrashPoint("worker-after-due")


@dataclass(frozen=True, slots=True)
class Todo:
    """A command whose time has come, or what makes it from what is sealed. The same id again is the same thing."""

    subject: str
    command: Command | Callable[[], Awaitable[Command]]
    id: UUID

    async def asked(self) -> Command:
        return self.command if isinstance(self.command, Command) else await self.command()


class Timetable(Protocol):
    """A view that knows when something is to be done."""

    def due(self, db: Database, now: datetime, /) -> Awaitable[list[Todo]]: ...

    def next_at(self, db: Database, now: datetime, /) -> Awaitable[datetime | None]: ...


class Task(Protocol):
    """Work with an effect outside. Answers whether it did anything. What it cannot do just now is in `stuck`."""

    stuck: Stuck

    async def begin(self, lease: Lease) -> None:
        """Once, when this worker leads: what did the one before leave unfinished?"""

    async def work(self, now: datetime) -> bool: ...

    async def next_at(self, now: datetime) -> datetime | None: ...


async def noted_by_nobody(_: Looking) -> None:
    """Where there is no audit log."""


@dataclass
class Worker:
    """`used` is told which cases' keys it took, after each piece of work."""

    service: Service
    timetables: Sequence[Timetable] = ()
    tasks: Sequence[Task] = ()
    idle_at: datetime | None = None  # the domain time of the last pass that found nothing to do
    next_at: datetime | None = None
    used: Callable[[Looking], Awaitable[None]] = noted_by_nobody
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    stuck: Stuck = field(default_factory=Stuck)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def how_many_stuck(self) -> int:
        return len(self.stuck) + sum(len(task.stuck) for task in self.tasks)

    async def run(self) -> None:
        """Until told to stop; what is in hand is finished first."""
        while not self.stopping.is_set():
            try:
                async with leading(self.service.log.pool, ONE_WORKER, self._wake) as lease:
                    for task in self.tasks:
                        await task.begin(lease)
                    while not self.stopping.is_set():
                        await lease.check()
                        await self._pass(self.service.log.pool)
            except Exception as error:
                log.warning(
                    "worker.failed",
                    error_type=type(error).__name__,
                    exc_info=not isinstance(error, OURS),
                )
                await asyncio.sleep(0.5)
            finally:
                self.idle_at = None

    def _wake(self, *_: object) -> None:
        self._woken.set()

    async def _pass(self, db: Database) -> None:
        self._woken.clear()
        now = self.service.clock.now()
        busy = await self._do_what_is_due(db, now)
        for task in self.tasks:
            async with self._noted(task):
                busy = await task.work(now) or busy
        if busy:
            self.idle_at = None
            return
        self.next_at = await self._earliest(db, now)
        self.idle_at = now
        try:
            await asyncio.wait_for(self._woken.wait(), POLL_SECONDS)
        except TimeoutError:
            return

    async def _do_what_is_due(self, db: Database, now: datetime) -> bool:
        done = False
        due: set[UUID] = set()
        for timetable in self.timetables:
            for todo in await timetable.due(db, now):
                due.add(todo.id)
                done = await self._do(todo) or done
        self.stuck.forget(due)
        return done

    async def _do(self, todo: Todo) -> bool:
        if self.stuck.rests(todo.id):
            return False
        with self.stuck.alone(todo.id, todo.subject):
            async with self._noted(todo.command):
                asked = await todo.asked()
            BEFORE_DUE()
            said = await self.service.do(todo.subject, asked, actor=f"service:{self.service.name}", cause=todo.id)
            AFTER_DUE()
            return bool(said.events)
        return False

    @asynccontextmanager
    async def _noted(self, work: object) -> AsyncIterator[None]:
        kind = getattr(work, "__qualname__", type(work).__name__).partition(".")[0]
        looking = Looking(actor=f"service:{self.service.name}", action=f"work {kind}")
        try:
            with begun(looking):
                yield
        finally:
            await self.used(looking)

    async def _earliest(self, db: Database, now: datetime) -> datetime | None:
        times = [await timetable.next_at(db, now) for timetable in self.timetables]
        times += [await task.next_at(now) for task in self.tasks]
        return min((at for at in times if at), default=None)
