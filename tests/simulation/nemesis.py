"""What goes wrong from outside: servers away, connections cut, processes killed, frozen, doubled and stopped."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.simulation.installation import SERVICES, Installation, Running

MEAN_PAUSE_SECONDS = 4.0


class Nemesis:
    """`drops` databases too, if told so."""

    def __init__(self, installation: Installation, *, drops: bool) -> None:
        self.at, self.world, self.dice = installation, installation.world, installation.world.dice
        deeds = [
            (4, self._kill),
            (3, self._kafka_away),
            (2, self._database_away),
            (4, self._cut),
            (4, self._freeze),
            (2, self._stop),
            (2, self._two),
            (4 if drops else 0, self._drop),
        ]
        self._drops = drops
        self._weights = [weight for weight, _ in deeds]
        self._deeds: list[Callable[[], Awaitable[None]]] = [deed for _, deed in deeds]

    async def run(self, seconds: float) -> None:
        """Until then; afterwards everything is up and nobody is frozen."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            if self._drops and loop.time() > end * 2 / 3:
                self._drops = False
                self._lose("notifier")  # at least this one, and much to lose
            await asyncio.sleep(self.dice.expovariate(1 / MEAN_PAUSE_SECONDS))
            deed = self.dice.choices(self._deeds, self._weights)[0]
            self.world.faults[deed.__name__.strip("_").replace("_", " ")] += 1
            await deed()

    async def _lasting(self, low: float, high: float) -> None:
        """A while, in which things are not as they should be."""
        for _ in range(max(1, round(self.dice.uniform(low, high)))):
            self.world.disturb("still")
            await asyncio.sleep(1)

    def _somebody(self) -> Running | None:
        running = self.at.running[self.dice.choice(SERVICES)]
        return self.dice.choice(running) if running else None

    async def _kill(self) -> None:
        if running := self._somebody():
            self.at.kill(running, "kill -9")

    async def _stop(self) -> None:
        if running := self._somebody():
            await self.at.stop(running)

    async def _two(self) -> None:
        """A second instance beside the first, until the first is stopped or killed."""
        first = self._somebody()
        if first is None:
            return
        self.world.disturb("two")
        self.at.start(first.process.name)
        await self._lasting(1, 15)
        if self.dice.random() < 0.5:
            await self.at.stop(first)
        else:
            self.at.kill(first, "kill -9")

    async def _freeze(self) -> None:
        """Longer than its sessions live, perhaps: then another starts, and both believe that they lead."""
        running = self._somebody()
        if running is None:
            return
        self.at.freeze(running)
        if taken_over := self.dice.random() < 0.6:
            for database in self.at.server.databases.values():
                database.forget(running.process)
            self.at.start(running.process.name)
        await self._lasting(1, 20)
        self.at.thaw(running)
        if taken_over:
            await self._lasting(1, 4)
            self.at.kill(running, "no longer wanted")

    async def _kafka_away(self) -> None:
        self.at.kafka.up = False
        await self._lasting(1, 20)
        self.at.kafka.up = True
        self.at.kafka.changed()

    async def _database_away(self) -> None:
        database = self.at.server.database(self.dice.choice(SERVICES))
        database.up = False
        database.cut_all()
        await self._lasting(1, 4)
        database.up = True

    async def _cut(self) -> None:
        self.world.disturb("cut")
        self.at.server.database(self.dice.choice(SERVICES)).cut_all()

    async def _drop(self) -> None:
        self._lose(self.dice.choice(SERVICES))

    def _lose(self, name: str) -> None:
        """The database is gone, and an empty one stands in its place."""
        self.world.disturb("drop")
        self.at.server.database(name).create()
