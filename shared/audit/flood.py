"""How many refusals are written down one by one: enough to see what somebody tries, never enough to fill a disk.

Of each who asks and each reason so many in a minute, and so many altogether; what is beyond is counted, and each
count is one entry when the minute is over.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

EACH = 20  # of one who asks, in a minute
ALTOGETHER = 200  # in a minute: at some 400 bytes each, 110 MB in a day on which all is spent
NAMED = 50  # counts by who asked; whoever is beyond is counted under nobody's name


@dataclass(frozen=True)
class Who:
    """`actor`, or where nobody knows who it is, `address`."""

    actor: str
    address: str
    reason: str


@dataclass(frozen=True)
class Passed:
    """So many refusals of one kind that have no entry of their own, of the minute that began at `at`."""

    who: Who
    times: int
    at: datetime


class Flood:
    def __init__(self) -> None:
        self._minute = datetime.min.replace(tzinfo=UTC)
        self._taken: Counter[Who] = Counter()
        self._passed: Counter[Who] = Counter()

    def take(self, who: Who) -> bool:
        """Whether this one has an entry of its own. Ask `ended` first."""
        if self._taken[who] < EACH and self._taken.total() < ALTOGETHER:
            self._taken[who] += 1
            return True
        self._passed[self._named(who)] += 1
        return False

    def ended(self, now: datetime) -> list[Passed]:
        """What was counted in a minute that is over; told once."""
        minute = now.replace(second=0, microsecond=0)
        if minute == self._minute:
            return []
        counted = [Passed(who, times, self._minute) for who, times in self._passed.items()]
        self._minute, self._taken, self._passed = minute, Counter(), Counter()
        return counted

    def _named(self, who: Who) -> Who:
        if who in self._passed or len(self._passed) < NAMED:
            return who
        return Who("", "", who.reason)
