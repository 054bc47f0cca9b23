"""What a service knows of one subject: how far each source has spoken of it, and what our own events come to."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.decider import Decider
from shared.events.base import Recorded

Deciders = Sequence[Decider[Any]]


@dataclass(frozen=True, slots=True)
class Stream:
    """`states` has one state for each of the service's deciders, all folded from our own events alone.

    `correlation` is that of our first event, `prevhash` the SHA-256 of the bytes of our last.
    """

    heads: Mapping[str, int]
    states: tuple[Any, ...]
    correlation: UUID | None = None
    prevhash: str = ""

    @classmethod
    def empty(cls, heads: Mapping[str, int], deciders: Deciders) -> "Stream":
        return cls(heads, tuple(decider.initial for decider in deciders))

    def with_heads(self, heads: Mapping[str, int]) -> "Stream":
        return Stream(heads, self.states, self.correlation, self.prevhash)

    def heard(self, recorded: Recorded) -> "Stream":
        """After another service's event."""
        return self.with_heads({**self.heads, recorded.source: recorded.version})

    def said(self, recorded: Recorded, deciders: Deciders) -> "Stream":
        """After one of our own."""
        return Stream(
            {**self.heads, recorded.source: recorded.version},
            tuple(d.evolve(state, recorded.data) for d, state in zip(deciders, self.states, strict=True)),
            self.correlation or recorded.correlation,
            hashlib.sha256(recorded.wire).hexdigest(),
        )


def understood(recorded: Recorded, heads: Mapping[str, int], hears: Mapping[str, Any]) -> bool:
    """Whether all that this event builds on is here: its own stream, and what its speaker had heard."""
    if recorded.version > heads.get(recorded.source, 0) + 1:
        return False
    return all(heads.get(source, 0) >= version for source, version in recorded.heard.items() if source in hears)
