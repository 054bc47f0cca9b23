"""Any order of commands, by anybody, at any time: repeats are silent, and replay equals live."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event, Recorded, Vocabulary, decode, encode, event_type
from shared.sealed import Sealed, replace_sealed
from tests import examples as ex

BEGUN = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def boxed(event: Event) -> Event:
    """As it would be folded: sealed, and never open."""
    sealed: Event = replace_sealed(event, lambda seal: seal if seal.box else Sealed(key="case", box="AAAA"))
    return sealed


def over_the_wire(event: Event, version: int, vocabulary: Vocabulary) -> Event:
    """As it is read again from the log or from Kafka."""
    recorded = Recorded(
        id=UUID(int=version),
        source=vocabulary.source,
        type=event_type(vocabulary.source, type(event)),
        subject=ex.CASE,
        version=version,
        time=BEGUN,
        cause=UUID(int=1),
        correlation=UUID(int=1),
        actor="person:a",
        data=event,
    )
    read: Event = decode(encode(recorded), {vocabulary.source: vocabulary}).data
    return read


class AnyOrder(RuleBasedStateMachine):
    """A decider, what it has said, and the state folded as it said it."""

    decider: ClassVar[Decider[Any]]
    vocabulary: ClassVar[Vocabulary]

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGUN
        self.number = 0
        self.said: list[Event] = []
        self.state = self.decider.initial

    def ask(self, command: Command, actor: str = "person:a", *, repeats: bool = True) -> list[Event]:
        """Carried out, and then asked for again: the second time says nothing new, and may be refused."""
        first = self._decided(command, actor)
        for event in first:
            self.said.append(event)
            self.state = self.decider.evolve(self.state, event)
        if repeats:
            assert self._decided(command, actor) == []
        return first

    def _decided(self, command: Command, actor: str) -> list[Event]:
        self.number += 1
        occasion = Occasion(at=self.now, actor=actor, id=UUID(int=self.number))
        try:
            return [boxed(event) for event in self.decider.decide(command, self.state, occasion)]
        except Refused:
            return []

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def replay_equals_live(self) -> None:
        numbered = enumerate(self.said, 1)
        read = [over_the_wire(event, version, self.vocabulary) for version, event in numbered]
        assert self.decider.state(read) == self.state
