"""Plays a scenario: from one instant where something happens to the next, never while anybody is busy."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from deploy.demo.acts import Acts, StoryWrong
from deploy.demo.installation import Installation
from deploy.demo.quiet import Stillness
from deploy.demo.scenario import Entry, Look
from deploy.local.runtime import Runtime

WHOLE_STORY_SECONDS = 900.0

Tell = Callable[[datetime, str, str], None]  # domain time, who, what


class Player:
    def __init__(self, runtime: Runtime, installation: Installation, tell: Tell) -> None:
        self._clock = runtime.clock
        self._installation = installation
        self.stillness = Stillness(installation, runtime.clock)
        self.acts = Acts(runtime.data_dir, installation)
        self._tell = tell

    @property
    def seen(self) -> dict[str, Any]:
        """What each look saw, by the entry's name."""
        return self.acts.seen

    async def play(self, entries: Sequence[Entry]) -> float:
        """Returns how many seconds it took. Raises StoryWrong, NotQuiet, NoAnswer, Unresolved."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(WHOLE_STORY_SECONDS):
                await self.stillness.reached()
                for entry in entries:
                    await self._live_until(entry.at)
                    await self._do(entry)
        except TimeoutError:
            busy = self.stillness.why_not or "everybody was quiet"
            raise StoryWrong(f"the story took more than {WHOLE_STORY_SECONDS:.0f} s; at the end {busy}") from None
        return time.monotonic() - started

    async def _live_until(self, at: datetime) -> None:
        """Let everything happen that is planned until then, each thing at its own instant."""
        while (planned := self.stillness.next_at) and planned <= at:
            self._clock.set(max(planned, self._clock.now()))
            for service in await self.stillness.reached():
                said = await self._installation.said_since(service, planned)
                self._tell(planned, f"service:{service}", said)
        if self._clock.now() < at:
            self._clock.set(at)

    async def _do(self, entry: Entry) -> None:
        self._tell(entry.at, getattr(entry, "actor", ""), entry.says)
        await self.acts.do(entry)
        if not isinstance(entry, Look):
            await self.stillness.reached()
