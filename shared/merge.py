"""What a service said and what it had heard, in an order in which it could have learned them."""

from collections import defaultdict
from dataclasses import dataclass, field

from shared.event_log import Place
from shared.events.base import Recorded

Placed = tuple[Recorded, Place]
Heads = dict[tuple[str, str], int]  # (subject, source): its last version


@dataclass
class Merge:
    """Puts events in an order in which a service could have learned them, per subject.

    `heads` is what the log already has of the subjects in hand. Heard events come only when an own event (or one
    it needs) asks; those of an `open` source are asked for, and added, as they are wanted. What was taken moves
    `heads` on, so whoever asks again goes on where it stopped.
    """

    heads: Heads = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    heard: dict[tuple[str, str], dict[int, Placed]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, placed: Placed) -> None:
        recorded = placed[0]
        self.heard[recorded.subject, recorded.source][recorded.version] = placed

    def take(self, placed: Placed, into: list[Placed]) -> str | None:
        """What was heard before this and then itself, each once. Or the source of which more is wanted first, if
        that is open: then ask again, with the same, once that was added.
        """
        recorded = placed[0]
        for source, version in sorted(recorded.heard.items()):
            if self.heads.get((recorded.subject, source), 0) < version:
                wanted = self._up_to(recorded.subject, source, version, into)
                if wanted:
                    return wanted
        head = (recorded.subject, recorded.source)
        if recorded.version > self.heads.get(head, 0):
            self.heads[head] = recorded.version
            into.append(placed)
        return None

    def _up_to(self, subject: str, source: str, version: int, into: list[Placed]) -> str | None:
        stream = self.heard[subject, source]
        for number in range(self.heads.get((subject, source), 0) + 1, version + 1):
            if number not in stream:
                if source in self.open:
                    return source
                continue  # a source we do not hear is not there
            wanted = self.take(stream[number], into)
            if wanted:
                return wanted
            del stream[number]
        if not stream:
            del self.heard[subject, source]
        return None
