"""When time may move on: nothing is on its way anywhere, and nobody has anything left to do at this instant.

Quiet at a glance is not enough: a worker may have looked before the last event came. So whenever something was
said, the clock moves by a millisecond, and every worker must look again, find nothing, and nothing be said.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from deploy.demo.installation import Installation, NoAnswer
from deploy.local.clock_file import ClockFile

HEARS = {
    "intake": (),
    "notifier": ("intake",),
    "reviews": ("intake", "notifier"),
    "publisher": ("intake", "notifier", "reviews"),
    "console": ("intake", "notifier", "reviews", "publisher"),
}  # in the order in which news travels: it must also be looked at so
PATIENCE_SECONDS = 120.0
LOOK_AGAIN_SECONDS = 0.03
MOMENT = timedelta(milliseconds=1)

Statuses = Mapping[str, Mapping[str, Any]]


class NotQuiet(Exception):
    """Somebody is still busy after all this time; the message says who, and why."""


@dataclass
class Stillness:
    """Waits until every service has done all there is to do at the clock's instant."""

    installation: Installation
    clock: ClockFile
    said: dict[str, int] = field(default_factory=dict)  # by each service, when last still
    next_at: datetime | None = None  # when the first of them has something to do again
    why_not: str = ""  # at the last look

    async def reached(self) -> list[str]:
        """Who said anything since it was last so. Raises NotQuiet."""
        before = self.said
        while (now := await self._quiet()) != self.said:
            self.said = now
            self.clock.set(self.clock.now() + MOMENT)
        return [name for name, count in now.items() if count != before.get(name, 0)]

    async def _quiet(self) -> dict[str, int]:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            statuses = await self._statuses()
            if not self.why_not:
                self.next_at = min(filter(None, (_instant(s, "next_at") for s in statuses.values())), default=None)
                return {name: int(status["said"]) for name, status in statuses.items()}
            if time.monotonic() > until:
                waited = f"after {PATIENCE_SECONDS:.0f} s not everything is quiet at {self.clock.now()}"
                raise NotQuiet(f"{waited}: {self.why_not}")
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _statuses(self) -> Statuses:
        """As far as the first that is not quiet: whoever hears it need not be asked yet."""
        now, statuses = self.clock.now(), dict[str, Mapping[str, Any]]()
        for name in HEARS:
            statuses[name] = await self._status(name)
            if why_not := "; ".join(reasons(name, statuses, now)):
                break
        self.why_not = why_not
        return statuses

    async def _status(self, name: str) -> Mapping[str, Any]:
        try:
            status: Mapping[str, Any] = await self.installation.json(name, "/status")
            return status
        except NoAnswer as none:
            return {"accepting": False, "silent": str(none)}


def reasons(name: str, statuses: Statuses, now: datetime) -> Iterator[str]:
    """Why this service is not quiet, a sentence each; none when it is. `statuses`: its own and those it hears."""
    status = statuses[name]
    if not status["accepting"]:
        yield status.get("silent") or f"{name} is not accepting yet"
        return
    for count in ("unpublished", "parked"):
        if status[count]:
            yield f"{name} has {status[count]} events {count}"
    if status["stuck"]:
        yield f"{name} cannot do {status['stuck']} of the things that are due"
    if HEARS[name] and status["quarantined"]:  # no partner's: one of our own
        yield f"{name} has set {status['quarantined']} events of other services aside"
    for source in HEARS[name]:
        said, heard = statuses[source]["said"], status["heard"].get(source, 0)
        if said != heard:
            yield f"{name} has heard {heard} of the {said} events of {source}"
    idle_at = _instant(status, "idle_at")
    if idle_at is None or idle_at < now:
        yield f"{name} last had nothing to do at {idle_at}"


def _instant(status: Mapping[str, Any], name: str) -> datetime | None:
    told = status["worker"][name]
    return datetime.fromisoformat(told) if told else None
