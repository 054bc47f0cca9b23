"""How much one agency or person may ask of one instance: a bucket each, so that nobody's flood is paid by
the others. In memory: two instances allow twice as much, and a restart fills it.
"""

from collections.abc import Callable
from time import monotonic

from cachetools import LRUCache

BURST_SECONDS = 5.0  # so many seconds' worth may come at once
MOST_KNOWN = 10_000


class TooMany(Exception):
    """`retry_after`: whole seconds until one more is allowed."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class Buckets:
    """`per_second` requests in the long run, and five seconds' worth at once; real time, in seconds, by `now`."""

    def __init__(self, per_second: float, now: Callable[[], float] = monotonic) -> None:
        self._per_second = per_second
        self._most = max(1.0, per_second * BURST_SECONDS)
        self._now = now
        self._left: LRUCache[str, tuple[float, float]] = LRUCache(MOST_KNOWN)

    def take(self, whose: str) -> None:
        """Raises TooMany."""
        now = self._now()
        left, at = self._left.get(whose, (self._most, now))
        left = min(self._most, left + (now - at) * self._per_second)
        if left < 1:
            self._left[whose] = left, now
            raise TooMany(int((1 - left) / self._per_second) + 1)
        self._left[whose] = left - 1, now
