"""The shape of every decision in this system."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

from shared.calendar import london_date
from shared.events.base import Event

S = TypeVar("S")


class Command(BaseModel):
    """Something a person, a clock or a reaction asks for. Closed: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    def other_cases(self) -> tuple[str, ...]:
        """Those that it names beside its own: whoever asks must be let do the same with each."""
        return ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a decision is taken, who asks for it, and the id that all new ids are derived from."""

    at: datetime
    actor: str
    id: UUID

    def new_id(self, *names: str) -> UUID:
        return uuid5(self.id, "/".join(names))


class Refused(Exception):
    """The rules do not allow this now.

    `rule` is a short constant; `detail` a sentence for a person: what stands in the way, and what to do about it;
    `field` the JSON Pointer of what was asked wrongly, where it is one field.
    """

    def __init__(self, rule: str, detail: str, field: str = "") -> None:
        super().__init__(detail)
        self.rule = rule
        self.detail = detail
        self.field = field


CLOCKS_DIFFER = timedelta(minutes=5)  # between a person's clock and ours


def not_in_the_future(when: date, name: str, occasion: Occasion) -> None:
    """An instant, or a day in London. Raises Refused."""
    latest: date = occasion.at + CLOCKS_DIFFER if isinstance(when, datetime) else london_date(occasion.at)
    if when > latest:
        raise Refused("not-in-the-future", f"{name} lies in the future.", f"/{name}")


@dataclass(frozen=True)
class Decider(Generic[S]):
    """decide says what happens next; evolve says what it means. Both are pure.

    decide raises Refused when a rule forbids, and returns nothing for a repeat.
    """

    commands: tuple[type[Command], ...]
    initial: S
    decide: Callable[[Any, S, Occasion], list[Event]]
    evolve: Callable[[S, Any], S]

    def state(self, history: Iterable[Event]) -> S:
        return reduce(self.evolve, history, self.initial)


@dataclass(frozen=True, slots=True)
class Ask:
    """A command and the stream it is for: what a reaction answers to an event."""

    subject: str
    command: Command


def by_command(deciders: Sequence[Decider[Any]]) -> Mapping[type[Command], int]:
    """Which of the deciders answers which command. One command, one decider."""
    found: dict[type[Command], int] = {}
    for index, decider in enumerate(deciders):
        for command in decider.commands:
            if command in found:
                raise ValueError(f"two deciders answer {command.__name__}")
            found[command] = index
    return found
