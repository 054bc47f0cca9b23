"""What becomes an entry, and when: before an answer goes out, and after a worker used keys.

Times are real: where domain time runs faster or stands, a second of who looked is still a second.
"""

from collections import deque
from collections.abc import Iterator
from typing import Literal

import asyncpg
import structlog

from shared.audit.entry import Content
from shared.audit.flood import Flood, Passed, Who
from shared.audit.writing import Audit
from shared.clock import Clock, WallClock
from shared.faults import OURS
from shared.looking import Looking

log = structlog.get_logger()
# Of what was asked: shown, turned away, or nothing there to be shown.
Outcome = Literal["allowed", "denied", "nothing"]
MOST_OWED = 10_000  # kept in memory while the database is away, the newest


class Notes:
    """One for each process of a service."""

    def __init__(self, audit: Audit, service: str, clock: Clock | None = None) -> None:
        self._audit, self._service = audit, service
        self._clock = clock or WallClock()
        self._flood = Flood()
        self._owed: deque[Content] = deque(maxlen=MOST_OWED)

    async def answered(self, looking: Looking, outcome: Outcome) -> None:
        """Returns when it is on disk, or counted, being one of a flood. Raises one of shared.faults.OURS."""
        self._count()
        who = Who(looking.actor, "" if looking.actor else looking.address, looking.reason)
        if outcome == "denied" and not self._flood.take(who):
            return
        await self._audit.note(*self._told(looking, outcome))

    async def used(self, looking: Looking) -> None:
        """What a worker opened, an entry for each case. It is noted later where it cannot be now."""
        if looking.opened:
            self._owed.extend(self._told(looking, "allowed"))
            await self.settle()

    async def settle(self) -> None:
        """Adds what is still owed: counts of a minute that is over, and what could not be added before.

        Whatever the database says against it, it stays owed: whoever calls this again and again goes on.
        """
        self._count()
        owed = list(self._owed)
        self._owed.clear()
        if not owed:
            return
        try:
            await self._audit.note(*owed)
        except (asyncpg.PostgresError, *OURS) as error:
            self._owed.extendleft(reversed(owed[-(MOST_OWED - len(self._owed)) :]))
            log.warning("audit.not_stored", error_type=type(error).__name__)

    def _count(self) -> None:
        self._owed.extend(map(self._of_flood, self._flood.ended(self._clock.now())))

    def _told(self, looking: Looking, outcome: Outcome) -> Iterator[Content]:
        """One entry of what was asked; and one for each other case whose key it took."""
        others = sorted(looking.opened.keys() - {looking.case})
        if looking.case or not others:
            own = bool(looking.case and looking.case in looking.opened)
            yield {**self._entry(looking, outcome, looking.case), "opened": int(own) or None}
        for case in others:
            yield {**self._entry(looking, outcome, case), "opened": 1}

    def _entry(self, looking: Looking, outcome: Outcome, case: str) -> Content:
        return {
            "case": case,
            "at": self._clock.now().isoformat(timespec="milliseconds"),
            "service": self._service,
            "actor": looking.actor,
            "org": looking.org,
            "issuer": looking.issuer,
            "action": looking.action,
            "note": looking.note,
            "relation": looking.relation,
            "outcome": outcome,
            "reason": looking.reason,
            "request": looking.request,
            "purpose": ", ".join(sorted(looking.opened.get(case, ()))) or looking.purpose,
            "asked": list(looking.asked),
            "rows": looking.rows,
            "address": "" if looking.actor else looking.address,
        }

    def _of_flood(self, passed: Passed) -> Content:
        return {
            "at": passed.at.isoformat(timespec="milliseconds"),
            "service": self._service,
            "actor": passed.who.actor,
            "outcome": "denied",
            "reason": passed.who.reason,
            "address": passed.who.address,
            "times": passed.times,
        }
