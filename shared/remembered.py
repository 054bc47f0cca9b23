"""What a service's streams came to, kept between transactions, and when that is still so without asking.

Transactions of one process come one after another, and each that writes leaves the log ending in an event of its
own. So while the log ends where our last transaction left it, nobody else has written, and all that is remembered
holds. Otherwise a stream is compared with the log's heads first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cachetools import LRUCache

from shared.asked import Last
from shared.stream import Stream

STREAMS = 10_000  # tens of megabytes at most; what was forgotten is read again


@dataclass
class Remembered:
    """`ends`: the last event that a transaction of this process wrote."""

    streams: LRUCache[str, Stream] = field(default_factory=lambda: LRUCache(STREAMS), repr=False)
    ends: Last | None = None

    def holds(self, last: Last | None) -> bool:
        """Whether nobody else has written to a log that ends so."""
        return last is not None and last == self.ends

    def keep(self, streams: Mapping[str, Stream], written: Collection[str], ends: Last | None) -> None:
        """After a commit. `written`: the subjects of its events; of those not among `streams` nothing is known."""
        for subject in written:
            self.streams.pop(subject, None)
        self.streams.update(streams)
        self.ends = ends or self.ends
