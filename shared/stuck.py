"""One thing that cannot be done, a mail that cannot be composed for one, holds up nothing else, and is told of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

import structlog

from shared import tracing
from shared.faults import OURS
from shared.keys import KeyNotHere
from shared.wrapping import KeyServiceAway

log = structlog.get_logger()
REST_SECONDS = 1.0
MOST_DOUBLED = 32  # a power of two that no longest rest reaches, and that a float holds
# What is sealed waits for its key, or for whoever unwraps it. What is not sealed, a date that passes, does not.
_OF_THIS_ONE = (KeyNotHere, KeyServiceAway)


@dataclass
class Stuck:
    """What failed, by its id, is left alone for a while, and then tried again: the missing key may have come."""

    rest_seconds: float = REST_SECONDS
    clock: Callable[[], float] = monotonic
    _why: dict[UUID, str] = field(default_factory=dict)
    _until: dict[UUID, float] = field(default_factory=dict)
    _times: dict[UUID, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._why)

    def rests(self, id_: UUID) -> bool:
        return id_ in self._until and self.clock() < self._until[id_]

    def resting(self) -> list[UUID]:
        return [id_ for id_ in self._until if self.rests(id_)]

    def all(self) -> list[UUID]:
        """Whatever failed last time, resting or not: what failed least often first."""
        return sorted(self._times, key=self._times.__getitem__)

    @contextmanager
    def alone(self, id_: UUID, subject: str, *, doubling_to_seconds: float = 0.0) -> Iterator[None]:
        """What fails inside is this one's. Only what all stand on, when it is away, is raised.

        `doubling_to_seconds`: with each failure the rest is twice as long, up to this. Else it is always the same.
        """
        tracing.correlate(None)
        try:
            yield
        except Exception as error:
            if isinstance(error, OURS) and not isinstance(error, _OF_THIS_ONE):
                raise
            self._failed(id_, subject, error, doubling_to_seconds)
        else:
            self.done(id_, subject)

    def _failed(self, id_: UUID, subject: str, error: Exception, longest: float) -> None:
        why = type(error).__name__
        if self._why.get(id_) != why:  # once, not at every try
            known = isinstance(error, _OF_THIS_ONE)
            log.error("worker.stuck", id=str(id_), subject=subject, error_type=why, exc_info=not known)
        before = self._times.get(id_, 0)
        rest = max(self.rest_seconds, min(self.rest_seconds * 2.0 ** min(before, MOST_DOUBLED), longest))
        self._why[id_], self._times[id_], self._until[id_] = why, before + 1, self.clock() + rest

    def done(self, id_: UUID, subject: str) -> None:
        """It was, or what it failed for is over."""
        if self._why.pop(id_, None):
            del self._until[id_], self._times[id_]
            log.info("worker.no_longer_stuck", id=str(id_), subject=subject)

    def forget(self, still: set[UUID]) -> None:
        """What is no longer to be done is not stuck any more: withdrawn, or done by hand."""
        for id_ in self._why.keys() - still:
            del self._why[id_], self._until[id_], self._times[id_]
