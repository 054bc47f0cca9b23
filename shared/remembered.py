"""What a service's streams came to, kept between transactions, and when that is still so without asking.

Transactions of one process come one after another, and each that writes leaves the log ending in an event of its
own. So while the log ends where our last transaction left it, nobody else has written, and what was known to hold
then still holds. When it ends otherwise, whatever is remembered is compared with the log's heads first, each
stream until it was: another instance may have changed any.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cachetools import LRUCache

from shared.asked import Last
from shared.stream import Stream

STREAMS = 5_000  # tens of megabytes at most; what was forgotten is read again


@dataclass
class Remembered:
    """`ends`: the last event that a transaction of this process wrote. `age` grows when somebody else wrote."""

    streams: LRUCache[str, tuple[int, Stream]] = field(default_factory=lambda: LRUCache(STREAMS), repr=False)
    ends: Last | None = None
    age: int = 0

    def holds(self, last: Last | None) -> bool:
        """Whether nobody else has written to a log that ends so, since we did."""
        return last is not None and last == self.ends

    def surely(self, subject: str) -> Stream | None:
        """As it is, if `holds`: it was compared, or written, since others last wrote."""
        age, known = self.streams.get(subject, (self.age, None))
        return known if age == self.age else None

    def perhaps(self, subject: str) -> Stream | None:
        """As it was: still so if the log's heads are the same."""
        return self.streams.get(subject, (0, None))[1]

    def keep(
        self, streams: Mapping[str, Stream], written: Collection[str], ends: Last | None, *, alone: bool
    ) -> None:
        """After a commit. `written`: the subjects of its events; of those not among `streams` nothing is known.
        `alone`: the log was found to end as our last transaction left it.
        """
        if ends and not alone:
            self.age += 1
        for subject in written:
            self.streams.pop(subject, None)
        for subject, stream in streams.items():
            self.streams[subject] = (self.age, stream)
        self.ends = ends or self.ends
