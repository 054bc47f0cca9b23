"""The page on dates has every rule of the policy that is in force, with its time and what it is counted from."""

import re
from pathlib import Path
from typing import get_args

from shared.escalation import When
from shared.policy import POLICIES

PAGE = (Path(__file__).parents[2] / "docs" / "deadlines.md").read_text()
_ROW = re.compile(r"^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)


def test_every_rule_in_force_stands_there_as_it_is_counted() -> None:
    told = {name: (time.strip(), start.strip()) for name, time, start in _ROW.findall(PAGE)}
    counted = {rule.name: (_period(rule.amount, rule.unit), rule.counted_from) for rule in POLICIES[-1].rules}
    assert told == counted


def test_every_moment_of_the_chain_stands_there() -> None:
    for when in get_args(When):
        assert {"missed": "the date has passed"}.get(when, when) in PAGE


def _period(amount: int, unit: str) -> str:
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"
