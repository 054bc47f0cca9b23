"""What a service said and what it had heard, in an order in which it could have learned them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from shared.event_log import Place
from shared.events.base import Recorded

Placed = tuple[Recorded, Place]
Heads = dict[tuple[str, str], int]  # (subject, source): its last version


@dataclass(frozen=True)
class Wanted:
    """More of what this source said, if there is any."""

    source: str


@dataclass
class Merge:
    """Puts events in an order in which a service could have learned them, per subject.

    `heads` is what the log already has of the subjects in hand. Heard events come only when an own event (or one
    it needs) asks; those of an `open` source are asked for, and added, as they are wanted.
    """

    heads: Heads = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    heard: dict[tuple[str, str], dict[int, Placed]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, placed: Placed) -> None:
        recorded = placed[0]
        self.heard[recorded.subject, recorded.source][recorded.version] = placed

    def order(self, own: Iterable[Placed]) -> Iterator[Placed | Wanted]:
        """Each once; and what is wanted before the next can be known, for as long as its source is open."""
        for placed in own:
            yield from self._with_causes(placed)

    def _with_causes(self, placed: Placed) -> Iterator[Placed | Wanted]:
        recorded = placed[0]
        for source, version in sorted(recorded.heard.items()):
            if self.heads.get((recorded.subject, source), 0) < version:
                yield from self._up_to(recorded.subject, source, version)
        head = (recorded.subject, recorded.source)
        if recorded.version > self.heads.get(head, 0):
            self.heads[head] = recorded.version
            yield placed

    def _up_to(self, subject: str, source: str, version: int) -> Iterator[Placed | Wanted]:
        stream = self.heard[subject, source]
        for number in range(self.heads.get((subject, source), 0) + 1, version + 1):
            while number not in stream and source in self.open:
                yield Wanted(source)
            if number in stream:  # a source we do not hear is not there
                yield from self._with_causes(stream.pop(number))
        if not stream:
            del self.heard[subject, source]
