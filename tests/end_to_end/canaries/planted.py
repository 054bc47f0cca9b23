"""The values that are planted, and where in the story: in every report, and in what people write about a case.

They are the same at each run, so that a build is red for a change only; no dictionary has them, and chance does
not make them. What is going to be published is not planted in: it is for everybody to read.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from deploy.demo.scenario import Command, Entry, Report, Rubbish
from tests.end_to_end.canaries.sealed import names

PREFIX = "Qzvxkjwq"  # begins every planted word: no language has it
_CONSONANTS = "bcdfghjklmnpqrtv"
# Whatever text some event seals; a reference among them has no space in it.
WRITTEN = names()
# Two reports of one child must stay alike, and only as alike as they are.
NOT_A_CHILD_OF = ("hazel", "hazel-police")
_PUBLISHED = ("save-draft", "list-past-reviews", "past-reviews", "answer-briefing", "supply-copy")


class Planted:
    """`words`: each found nowhere else. `others`: dates of birth as people write them, and NHS numbers."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.others: list[str] = []

    def word(self) -> str:
        digest = hashlib.sha256(f"planted {len(self.words)}".encode()).digest()
        self.words.append(PREFIX + "".join(_CONSONANTS[byte % 16] for byte in digest[:10]))
        return self.words[-1]

    def nhs_number(self) -> str:
        """Of the range that is given to nobody."""
        numbers = (f"999{417_203 + 79 * len(self.others) + more:06d}" for more in range(79))
        number = next(nine + check for nine in numbers if (check := _check_digit(nine)) is not None)
        self.others += [number, f"{number[:3]} {number[3:6]} {number[6:]}"]
        return number

    def born(self, on: str) -> str:
        day = date.fromisoformat(on)
        written = f"{day.day} {day:%B} {day.year}"
        self.others += [on, f"{day:%d/%m/%Y}", written]
        return on


def planted_in(entries: Sequence[Entry]) -> tuple[list[Entry], Planted]:
    planted = Planted()
    return [_with(entry, planted) for entry in entries], planted


def _with(entry: Entry, planted: Planted) -> Entry:
    match entry:
        case Report():
            data = _written(entry.event["data"], planted)
            if entry.opens not in NOT_A_CHILD_OF:
                data["children"] = [{**child, **_more(child, planted)} for child in data["children"]]
            data |= {"place": f"{data.get('place', 'In')} {planted.word()} Road"}
            return entry.model_copy(update={"event": {**entry.event, "data": data}})
        case Rubbish():
            return entry.model_copy(update={"record": entry.record + planted.word()})
        case Command() if not entry.path.endswith(_PUBLISHED):
            return entry.model_copy(update={"body": _written(entry.body, planted)})
    return entry


def _more(child: Mapping[str, Any], planted: Planted) -> dict[str, Any]:
    """A school is told of among those who know the child."""
    aunt = (date.fromisoformat(child["date_of_birth"]) - timedelta(days=11_003)).isoformat()
    planted.born(child["date_of_birth"])
    return {
        "other_names": [planted.word()],
        "nhs_number": planted.nhs_number(),
        "address": f"7 {planted.word()} Street",
        "known_to": [f"{planted.word()} Primary School"],
        "family": [
            {
                "name": f"Ann {planted.word()}",
                "relationship": "other relative",
                "date_of_birth": planted.born(aunt),
            }
        ],
    }


def _written(body: Mapping[str, Any], planted: Planted) -> dict[str, Any]:
    return {name: _value(name, value, planted) for name, value in body.items()}


def _value(name: str, value: Any, planted: Planted) -> Any:
    match value:
        case str() if name in WRITTEN and " " in value:
            return f"{value} {planted.word()}"
        case dict():
            return _written(value, planted)
        case list():
            return [_value(name, each, planted) for each in value]
    return value


def _check_digit(nine: str) -> str | None:
    """Modulo 11; None where no number begins so."""
    left = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11) % 11
    return str(left) if left < 10 else None
