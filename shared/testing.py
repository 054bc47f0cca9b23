"""Given these events, when this command, then these events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)  # a Monday
SOMEBODY = "person:officer"
OCCASION = UUID(int=1)


@dataclass(frozen=True)
class Given:
    """A decider and what has happened so far."""

    decider: Decider[Any]
    history: Sequence[Event] = ()

    def given(self, *history: Event) -> "Given":
        return Given(self.decider, history)

    def when(self, command: Command, *, at: datetime = NOON, actor: str = SOMEBODY, id: UUID = OCCASION) -> "Then":
        occasion = Occasion(at=at, actor=actor, id=id)
        try:
            happened = self.decider.decide(command, self.decider.state(self.history), occasion)
        except Refused as refused:
            return Then([], refused)
        return Then(happened, None)


@dataclass(frozen=True)
class Then:
    happened: list[Event]
    refused: Refused | None

    def then(self, *expected: Event) -> None:
        assert self.refused is None, self.refused
        assert self.happened == list(expected)

    def then_nothing(self) -> None:
        self.then()

    def then_refused(self, rule: str) -> None:
        assert self.refused is not None, f"said {self.happened}"
        assert self.refused.rule == rule

    def then_one(self, kind: type[Event]) -> Any:
        """The only event of this kind, to look at more closely."""
        assert self.refused is None, self.refused
        (found,) = [event for event in self.happened if isinstance(event, kind)]
        return found
