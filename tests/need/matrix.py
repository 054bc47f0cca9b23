"""Ways to stand to a case, as rows that a service has of it; and docs/who-may.txt, read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, get_args
from uuid import UUID

from deploy.documents import ROOT
from shared.events.need import Purpose
from shared.identity.principal import Role
from shared.need.relations import Kind, Row

CASE, WHO, ANOTHER = "the-case", "person:m.ellis", "person:someone"  # m.ellis has team mates in the example's file
MATE = "person:deputy"
NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(microseconds=1), NOW
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_FILE = ROOT / "docs" / "who-may.txt"
_LINE = re.compile(r"(\S.*?)  +(any|own|assigned|granted|notify|publish|glass|agency) +(\S.*)")
_OPENED = re.compile(r"opened for (.+?)  +(.+?)(?:; let in for (.+))?")
_PURPOSE = re.compile(r"granted for (" + "|".join(PURPOSES) + r") +(\S.*)")


def row(relation: Kind, person: str = "", purpose: str = "", until: datetime | None = None) -> Row:
    return Row(CASE, relation, person, purpose, until, UUID(int=1), "")


TAKEN = row("assigned", ANOTHER)  # so that it is nobody's no more
SCENARIOS: Mapping[str, tuple[Row, ...]] = {
    "other": (TAKEN,),
    "nobody's": (),
    "assigned": (row("assigned", WHO),),
    "team": (row("assigned", MATE),),
    "reported": (TAKEN, row("reported", WHO)),
    **{f"granted for {purpose}": (TAKEN, row("granted", WHO, purpose, LATER)) for purpose in PURPOSES},
    "granted to another": (TAKEN, row("granted", ANOTHER, "practice review", LATER)),
    "expired": (TAKEN, *(row("granted", WHO, purpose, EARLIER) for purpose in PURPOSES)),
    "glass": (TAKEN, row("broken glass", WHO, "", LATER)),
    "glass of another": (TAKEN, row("broken glass", ANOTHER, "", LATER)),
    "glass over": (TAKEN, row("broken glass", WHO, "", EARLIER)),
    "to be notified": (TAKEN, row("to be notified")),
    "to be published": (TAKEN, row("to be published")),
    "conflict of another": (TAKEN, row("conflict", ANOTHER)),
    "conflict": (
        row("assigned", WHO),
        row("reported", WHO),
        row("conflict", WHO),
        row("broken glass", WHO, "", LATER),
        row("to be notified"),
        row("to be published"),
        *(row("granted", WHO, purpose, LATER) for purpose in PURPOSES),
    ),
}


def opens(way: str, scenario: str, action: str) -> bool:
    """Whether the words of the file mean this."""
    granted = scenario.startswith("granted for ") and action in served()[scenario.removeprefix("granted for ")]
    match way:
        case "any":
            return scenario != "conflict" or action == "declare"
        case "own":
            return scenario in ("nobody's", "assigned", "team", "reported") or granted
        case "assigned":
            return scenario == "assigned"
        case "granted":
            return granted
        case "notify" | "publish":
            return granted or scenario == {"notify": "to be notified", "publish": "to be published"}[way]
        case "glass":
            return scenario == "glass"
    raise AssertionError(way)


@cache
def written() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Role, way, actions."""
    return tuple(_lines())


def _lines() -> Iterator[tuple[str, str, frozenset[str]]]:
    for line in _FILE.read_text().splitlines():
        if (found := _LINE.fullmatch(line)) and (found[1] in get_args(Role) or found[1].startswith("everybody")):
            yield found[1], found[2], frozenset(found[3].split(", "))


@cache
def served() -> Mapping[str, frozenset[str]]:
    found = (_PURPOSE.fullmatch(line) for line in _FILE.read_text().splitlines())
    return {it[1]: frozenset(it[2].split(", ")) for it in found if it}


def expected(role: str, action: str, scenario: str, *, has_case: bool, of_agencies: bool) -> bool:
    """As the file has it. Where there is no case, whoever may do it with some case may ask."""
    for whose, way, actions in written():
        if action not in actions or (whose != role and not whose.startswith("everybody")):
            continue
        if whose.startswith("everybody"):
            return True
        if way == "agency":
            if of_agencies and not (has_case and scenario == "conflict"):
                return True
        elif not has_case or opens(way, scenario, action):
            return True
    return False


@cache
def stated() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Of each purpose that is stated: the roles whose work it is, and what somebody was let in for to state it."""
    found = (_OPENED.fullmatch(line) for line in _FILE.read_text().splitlines())
    return {it[1]: (_names(it[2]), _names(it[3] or "")) for it in found if it}


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(", ")) if text else frozenset()


def may_state(role: str, action: str, scenario: str, purpose: str, *, has_case: bool) -> bool:
    """As the file has it, of a role that may ask for the route."""
    whose, let_in_for = stated()[purpose]
    ways = [way for name, way, actions in written() if name == role and action in actions]
    if not has_case:
        return role in whose
    by_role = role in whose and any(
        opens(way, scenario, action) for way in ways if way != "glass" and way != "agency"
    )
    if scenario.startswith("granted for "):
        let_in = {"own", "granted", "notify", "publish"}.intersection(ways)
        return _by_grant(scenario.removeprefix("granted for "), action, let_in_for, bool(let_in)) or (
            by_role and "any" in ways
        )
    return by_role or ("glass" in ways and scenario == "glass")


def _by_grant(granted: str, action: str, let_in_for: frozenset[str], let_in: bool) -> bool:
    return let_in and action in served()[granted] and granted in let_in_for


class Rows:
    """In the place of a service's pool: what it knows of the case."""

    def __init__(self) -> None:
        self.rows: tuple[Row, ...] = ()

    async def fetch(self, query: str, *_: Any) -> list[dict[str, Any]]:
        return [asdict(row) for row in self.rows] if "case_relations" in query else []
