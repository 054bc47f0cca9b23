"""What a service said and what it had heard, in an order in which it could have learned them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from shared.event_log import Place
from shared.events.base import Recorded

Placed = tuple[Recorded, Place]


@dataclass
class Merge:
    """Puts events in an order in which a service could have learned them, per subject.

    `heads` is what the log already has of the subjects in hand. Heard events come only when an own event (or one
    it needs) asks.
    """

    heads: dict[tuple[str, str], int]
    heard: dict[tuple[str, str], dict[int, Placed]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, placed: Placed) -> None:
        recorded = placed[0]
        self.heard[recorded.subject, recorded.source][recorded.version] = placed

    def order(self, own: Iterable[Placed]) -> Iterator[Placed]:
        for placed in own:
            yield from self._with_causes(placed)

    def _with_causes(self, placed: Placed) -> Iterator[Placed]:
        recorded = placed[0]
        for source, version in sorted(recorded.heard.items()):
            yield from self._up_to(recorded.subject, source, version)
        head = (recorded.subject, recorded.source)
        if recorded.version > self.heads.get(head, 0):
            self.heads[head] = recorded.version
            yield placed

    def _up_to(self, subject: str, source: str, version: int) -> Iterator[Placed]:
        stream = self.heard.get((subject, source), {})
        for number in range(self.heads.get((subject, source), 0) + 1, version + 1):
            if number in stream:  # a source we do not hear is not there
                yield from self._with_causes(stream[number])
