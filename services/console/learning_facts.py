"""Where all that was learned stands, as reviews tells it: the picture, the actions, what recurred."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.console.neighbours import told

STATES = (  # in the order in which an action goes through them
    *("proposed", "accepted", "in progress", "implemented", "evidenced", "verified", "embedded"),
    *("re-opened", "rejected"),
)
By = Literal["theme", "owner"]


@dataclass(frozen=True)
class Part:
    """Of a bar: from where, how long (both of 100), and what it stands for."""

    state: str
    start: float
    length: float
    actions: int


class Glance(BaseModel):
    """One theme or owner: how many actions stand where."""

    name: str
    actions: int
    overdue: int
    reopened: int
    states: dict[str, int]

    def bar(self, most: int) -> list[Part]:
        """As long as its share of the longest; empty where nobody has any."""
        parts: list[Part] = []
        start = 0.0
        for state in STATES:
            length = 100 * self.states.get(state, 0) / most if most else 0.0
            if length:
                parts.append(Part(state, round(start, 2), round(length, 2), self.states[state]))
            start += length
        return parts


class Action(BaseModel):
    subject: str
    action: str
    recommendation: str
    owner: str
    due_on: date
    overdue: bool
    themes: list[str]
    state: str
    reopened: int
    reopened_because: str | None


class Recurrence(BaseModel):
    """A finding that may be an earlier one again."""

    model_config = ConfigDict(extra="ignore")

    finding: str
    theme: str
    earlier_case: str
    earlier_finding: str
    earlier_found_on: date
    grounds: list[str]
    state: str


class _Actions(BaseModel):
    actions: list[Action]
    next: str | None


class _Recurrences(BaseModel):
    findings: list[Recurrence]
    next: str | None


@dataclass(frozen=True)
class Learning:
    """`more`: what the next page of actions comes after; empty at the end."""

    lines: list[Glance]
    actions: list[Action]
    more: str
    recurrences: list[Recurrence]

    @property
    def most(self) -> int:
        return max((line.actions for line in self.lines), default=0)

    @property
    def states(self) -> list[str]:
        """Those that there are, in their order."""
        return [state for state in STATES if any(line.states.get(state) for line in self.lines)]


async def learning(address: str, by: By, asked: Mapping[str, str]) -> Learning | None:
    """`asked`: `state`, `owner`, `theme`, `overdue`, `after` of the actions. None: reviews does not answer."""
    lines = await told(address, "/learning/at-a-glance", TypeAdapter(list[Glance]), {"by": by})
    actions = await told(address, "/learning/actions", TypeAdapter(_Actions), asked)
    recurrences = await told(address, "/learning/recurrences", TypeAdapter(_Recurrences))
    if lines is None or actions is None or recurrences is None:
        return None
    return Learning(lines, actions.actions, actions.next or "", recurrences.findings)
