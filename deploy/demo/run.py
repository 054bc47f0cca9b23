"""From an empty directory to a story told: start everything, play, prove, then serve on or stop."""

import asyncio
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from deploy.demo.acts import StoryWrong
from deploy.demo.installation import Installation
from deploy.demo.player import Player
from deploy.demo.quiet import HEARS
from deploy.demo.scenario import Entry
from deploy.demo.telling import Teller
from deploy.demo.tokens import told_apart
from deploy.demo.witnessed import witnessed
from deploy.local.clock_file import ClockStart
from deploy.local.process import together
from deploy.local.record import Record
from deploy.local.runtime import Runtime

BEGINS = ClockStart(datetime.fromisoformat("2026-01-05T09:00:00+00:00"), speed=0)  # stepped
_TOLD_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):
    """A signal came before the story was told."""


class _Over(Exception):
    """Nothing is left to do but to stop."""


@dataclass
class Demo:
    runtime: Runtime
    entries: Sequence[Entry]
    teller: Teller
    once: bool
    _told: bool = field(default=False, init=False)

    async def run(self) -> None:
        """Whatever happens, everything that was started is stopped. Raises what went wrong, or Interrupted."""
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        for one in _TOLD_TO_STOP:
            loop.add_signal_handler(one, told.set)
        try:
            await together(self._live(), self._until(told))
        except _Over:
            pass
        finally:
            self.teller.progress("stopping")
            await self.runtime.stop()

    async def _until(self, told: asyncio.Event) -> None:
        await told.wait()
        raise _Over if self._told else Interrupted("interrupted; nothing is left running")

    async def _live(self) -> None:
        await self.runtime.start()
        await together(self.runtime.watch(), self._story())

    async def _story(self) -> None:
        auth = told_apart(self.runtime)
        async with Installation(self.runtime.ports, self.runtime.kafka.bootstrap, auth) as installation:
            player = Player(self.runtime, installation, self.teller.happened)
            seconds = await player.play(self.entries)
            self.teller.good(f"the story came out as it should ({seconds:.0f} s)")
            await self._prove(player, installation)
            await self.teller.summary(installation, player.acts.references.cases)
            self._told = True
            if self.once:
                raise _Over
            await self._serve_on(player, installation)

    async def _prove(self, player: Player, installation: Installation) -> None:
        """Every service's log, Kafka, states and views agree; and no mail left twice unmarked."""
        for service in HEARS:
            compared = len(await player.acts.verify(service))
            self.teller.good(f"{service}: {compared} things compared hash for hash, all the same")
        await self._held()
        mails = await installation.mails()
        ids = [mail["message_id"] for mail in mails if "X-Possible-Duplicate" not in mail["headers"]]
        if len(ids) != len(set(ids)):
            raise StoryWrong("a mail was sent twice, and the second is not marked")
        self.teller.good(f"{len(mails)} mails; {len(mails) - len(ids)} again, marked, because a person said so")

    async def _held(self) -> None:
        """The witness saw every log grow; both stores still are what it signed."""
        held = await witnessed(Record.read(self.runtime.data_dir))
        if wrong := [problem for each in held for problem in each.problems]:
            raise StoryWrong("the log is not what was witnessed: " + "; ".join(wrong))
        signed = held[0].entries
        self.teller.good(f"{signed} signed checkpoints of the witness: both stores are what it saw them become")

    async def _serve_on(self, player: Player, installation: Installation) -> None:
        case = next(iter(player.acts.references.cases.values()))
        publication = await installation.json("publisher", f"/publications/{case}")
        self.runtime.clock.set(self.runtime.clock.now(), speed=1)
        self.teller.addresses(installation, publication["reference"])
        self.teller.progress("time now goes on at its ordinary pace; Ctrl-C stops everything")
        await asyncio.Event().wait()
