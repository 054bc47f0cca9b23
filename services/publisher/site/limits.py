"""How often anybody may send us a form. Counted in memory, for an hour; no address is written anywhere."""

from collections.abc import MutableMapping

from cachetools import TTLCache

PERIOD_SECONDS = 3600
REMEMBERED = 10_000  # senders; who is forgotten early may send again


class Limit:
    """So many from one sender, and so many from all, in each hour from their first."""

    def __init__(self, each: int = 5, all_: int = 200) -> None:
        self._each, self._all = each, all_
        self._sent: MutableMapping[str, int] = TTLCache(REMEMBERED, PERIOD_SECONDS)
        self._total: MutableMapping[str, int] = TTLCache(1, PERIOD_SECONDS)

    def allows(self, sender: str) -> bool:
        """Counts one more, unless it is one too many."""
        sent, total = self._sent.get(sender, 0), self._total.get("", 0)
        if sent >= self._each or total >= self._all:
            return False
        _count(self._sent, sender, sent)
        _count(self._total, "", total)
        return True


def _count(counts: MutableMapping[str, int], key: str, before: int) -> None:
    counts[key] = before + 1
