"""What the gate finds: which rule, how sure, where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["certain", "likely"]
Rule = Literal[
    "name",
    "name spelt otherwise",
    "nickname",
    "initials",
    "date of birth or death",
    "part of a date",
    "age in days, weeks or months",
    "address",
    "postcode",
    "place",
    "school or setting",
    "worker",
    "reference",
    "phone number",
    "e-mail address",
    "NHS number",
    "unique pupil number",
    "pseudonym used before",
    "pseudonym like a real name",
    "exact date",
    "sibling order",
    "rare condition",
    "method",
    "small place",
    "background",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of one part of the text break this rule. What is certain must go."""

    rule: Rule
    level: Level
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A span and where it is: `part` names a field of the text. `id`: a keyed hash of the words around."""

    id: str
    rule: Rule
    level: Level
    part: str
    start: int
    end: int
    words: str


Hasher = Callable[[str], str]


def strongest(spans: list[Span]) -> list[Span]:
    """Each place once for each rule, `certain` before `likely`, in the order of the text."""
    kept: dict[tuple[Rule, int, int], Span] = {}
    for span in spans:
        key = (span.rule, span.start, span.end)
        if key not in kept or span.level == "certain":
            kept[key] = span
    return sorted(kept.values(), key=lambda span: (span.start, span.end, span.rule))
