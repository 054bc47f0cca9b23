"""Whoever asks a service asks again until it is answered, and notes what it was told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import asyncpg
from aiokafka.errors import KafkaError

from shared.decider import Ask, Command, Refused
from shared.events.base import Recorded
from shared.faults import OURS
from shared.ids import NAMESPACE
from shared.receipts import recorded_on_kafka
from shared.service import KeyReused, Said
from tests.simulation.installation import Installation, Running

AGAIN = (ConnectionError, TimeoutError, asyncpg.PostgresError, KafkaError, *OURS)
ANSWER_LOST = 0.1
# Somebody else was quicker; or a copy came back in the moment between being told and asking.
PASSING = {"withdrawn", "was-refused", "cancelled", "not-ready-to-publish", "not-scheduled", "already-published"}


class _NotRecordedYet(ConnectionError):
    """202, where 200 was asked for."""


@dataclass
class Told:
    """What somebody was answered, and must therefore stay true."""

    reports: list[tuple[str, str]] = field(default_factory=list)  # agency, report
    events: list[Recorded] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # an answer that nobody may get


class Asking:
    def __init__(self, installation: Installation, told: Told | None = None) -> None:
        self.at, self.dice, self.clock = installation, installation.world.dice, installation.clock
        self.told = told or Told()

    async def days_later(self, days: int) -> None:
        await self.clock.until(self.clock.now() + timedelta(days=days, hours=self.dice.uniform(0, 2)))

    async def command(
        self, name: str, case: str, command: Command, actor: str, key: str = ""
    ) -> tuple[Recorded, ...]:
        """What it led to."""
        cause = uuid5(NAMESPACE, f"{actor}/{case}/{command.model_dump_json()}/{type(command).__name__}/{key}")
        return await self.do(name, Ask(case, command), actor, cause)

    async def do(self, name: str, ask: Ask, actor: str, cause: UUID) -> tuple[Recorded, ...]:
        async def do(running: Running) -> Said:
            said = await running.service.do(ask.subject, ask.command, actor=actor, cause=cause)
            if not await recorded_on_kafka(running.service.log, said, timeout_seconds=10):
                raise _NotRecordedYet
            return said

        said: Said | None = await self.until_done(lambda: self.at.ask(name, do))
        if self.dice.random() < ANSWER_LOST:
            said = await self.until_done(lambda: self.at.ask(name, do))
        events = said.events if said else ()
        self.told.events += events
        return events

    async def seen(self, name: str, look: Callable[[Running], Awaitable[Any]]) -> None:
        while not await self.until_done(lambda: self.at.ask(name, look)):
            await asyncio.sleep(self.dice.uniform(0.1, 0.4))

    async def until_done(self, do: Callable[[], Awaitable[Any]]) -> Any:
        while True:
            try:
                return await do()
            except AGAIN:
                await asyncio.sleep(self.dice.uniform(0.2, 1.5))
            except (Refused, KeyReused) as error:
                if not isinstance(error, Refused) or error.rule not in PASSING:
                    self.told.wrong.append(f"{type(error).__name__}: {error}")
                return None
