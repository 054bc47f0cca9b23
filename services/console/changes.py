"""What has been heard since a page was read: told to whoever looks, within moments, by one poll for all of them.

The log says it, not this process's own hearing: another instance of the console may have heard it.
"""

import asyncio
from collections.abc import AsyncGenerator

import structlog

from shared.event_log import EventLog
from shared.faults import OURS

log = structlog.get_logger()
POLL_SECONDS = 0.25  # a change is seen within a second of its event
AWAY_SECONDS = 2.0
MOST_REMEMBERED = 10_000

_NEWER = "SELECT subject, max(position) AS position FROM event_log WHERE position > $1 GROUP BY subject"
_NEWEST = "SELECT coalesce(max(position), 0) FROM event_log"
_NEWEST_OF_CASE = "SELECT max(position) FROM event_log WHERE subject = $2 AND position > $1"


class Changes:
    """`position`: how far the log was last seen. It never runs ahead of what a reader begun now would see."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.position = 0
        self._begun = False  # an empty log has no position either
        self._last: dict[str, int] = {}
        self._forgotten = 0  # up to there a case is taken for changed
        self._news = asyncio.Event()
        self._followers = 0
        self._polling: asyncio.Task[None] | None = None

    async def follow(self, since: int, case: str = "") -> AsyncGenerator[int, None]:
        """A position whenever there is more than before; of one case, or of all. Raises OURS at its beginning."""
        await self._begin()
        seen: int = await self._log.pool.fetchval(_NEWEST)
        newer = await self._log.pool.fetchval(_NEWEST_OF_CASE, since, case) if case else seen
        if newer is not None and newer > since:
            seen = max(seen, newer)
            yield newer
        self._followers += 1
        self._polling = self._polling or asyncio.create_task(self._poll())
        try:
            while True:
                news = self._news
                newest = self._newest(case)
                if newest > seen:
                    seen = newest
                    yield newest
                else:
                    await news.wait()
        finally:
            self._followers -= 1
            if not self._followers:
                self._rest()

    async def _begin(self) -> None:
        if self._begun:
            return
        newest = await self._log.pool.fetchval(_NEWEST)
        if not self._begun:  # who asked at the same moment was quicker
            self.position = self._forgotten = newest
            self._begun = True

    def _newest(self, case: str) -> int:
        return self._last.get(case, self._forgotten) if case else self.position

    async def _poll(self) -> None:
        """While anybody looks."""
        while True:
            try:
                await self._look()
            except Exception as error:  # whatever it is: pages that look alive and are not would be worse
                name, ours = type(error).__name__, isinstance(error, OURS)
                log.warning("changes.cannot_look", error_type=name, exc_info=not ours)
                await asyncio.sleep(AWAY_SECONDS)
            await asyncio.sleep(POLL_SECONDS)

    async def _look(self) -> None:
        newer = await self._log.pool.fetch(_NEWER, self.position)
        if not newer:
            return
        if len(self._last) + len(newer) > MOST_REMEMBERED:
            self._last, self._forgotten = {}, self.position
        self._last |= {row["subject"]: row["position"] for row in newer}
        self.position = max(row["position"] for row in newer)
        self._news.set()
        self._news = asyncio.Event()

    def _rest(self) -> None:
        """Nobody looks any more: what is said meanwhile is asked of the log by whoever comes next."""
        if self._polling:
            self._polling.cancel()
        self._polling = None
        self._last, self.position, self._forgotten, self._begun = {}, 0, 0, False
