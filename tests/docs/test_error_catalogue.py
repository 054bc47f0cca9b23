"""The list of refusals that agencies read is complete, and every rule in it is one that is really said."""

import ast
import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from services.intake.partners import read_report
from shared.edge import BadInput

ROOT = Path(__file__).parents[2]
PARTNERS = ROOT / "docs" / "partners"
SECTIONS = re.split(r"^## ", (PARTNERS / "errors.md").read_text(), flags=re.MULTILINE)[1:]
_ROW = re.compile(r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
ROWS = {section.splitlines()[0]: _ROW.findall(section) for section in SECTIONS}
OVER_HTTP = ROWS.pop("Answers over HTTP")
RULES = [rule for rules in ROWS.values() for rule in rules]
# Said by what surrounds the document, on the topic or in the request: tests of those say them.
OUTSIDE = {
    "must not be blank": "shared/edge.py",
    "the same header twice": "shared/binary.py",
    "a header is not UTF-8": "shared/binary.py",
    "must be agency:… of a registered agency": "shared/web/feed.py",
    "this agency is not registered": "shared/partner_door.py",
    "this agency is suspended": "shared/partner_door.py",
    "the record's key is not the event's subject": "shared/partner_door.py",
    "until must not lie before on": "services/reviews/chronology.py",
    "this id was already used for another content": "shared/hearing.py",
    "it could not be processed: …": "shared/hearing.py",
}
AGENCIES_FILES = (
    "shared/partner_door.py",
    "shared/edge.py",
    "services/intake/report.py",
    "services/intake/reported_child.py",
    "services/intake/partners.py",
    "shared/binary.py",
    "services/reviews/partners.py",
    "services/reviews/chronology.py",
)

VALUES: list[Any] = [
    *(None, True, 1, -1, 10**25, [], {}, [1], {"a": 1}),
    *("", "x", "x" * 101, "x" * 501, "x" * 100_001, "a\x00", "a\nb", "1234567890", "\ud800"),
    *("2026-01-01", "2026-01-01T00:00:00", "2026-01-01T10:00:00Z", "1800-01-01", "1800-01-01T00:00:00Z"),
    *("9999-99-99", "2026-02-30", "2026-1-1", "2026-01-01T24:00:00Z", "2026-01-01T10:00:60Z"),
    *("2026-01-01T10:00:00+25:00", "99999-01-01", "12", "-5", "1e5"),
]
FULL = json.loads((PARTNERS / "examples" / "full.json").read_bytes())
FULL["test"] = False
FULL["data"]["children"][0] |= {"expected_date_of_birth": "2026-01-01", "date_of_death": "2026-01-01"}
TEXT = json.dumps(FULL)
BYTES = {
    "too long": TEXT.encode() + b" " * 1024 * 1024,
    "byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "Latin-1": b"\xff",
    "empty": b"",
    "deep": b"[" * 40 + b"]" * 40,
    "twice": b'{"id": 1, "id": 2}',
    "fraction": b'{"id": 1.0}',
    "NaN": b'{"id": NaN}',
    "digits": b'{"id": ' + b"9" * 5000 + b"}",
}


def _paths(node: Any, so_far: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if so_far:
        yield so_far
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in inner:
        yield from _paths(value, (*so_far, name))


def _spoiled() -> Iterator[bytes]:
    """A full report with each field in turn left out, renamed or made something else."""
    yield from BYTES.values()
    yield from (json.dumps(value).encode() for value in VALUES)
    yield json.dumps(FULL | {"data": FULL["data"] | {"children": FULL["data"]["children"] * 51}}).encode()
    five = {
        "type": "cspr.partner.incident-report.v2",
        "data": FULL["data"] | {"children": FULL["data"]["children"] * 5},
    }
    yield json.dumps(FULL | five).encode()
    for path in _paths(FULL):
        for change in ("leave out", "rename", *range(len(VALUES))):
            document = copy.deepcopy(FULL)
            *way, last = path
            node = document
            for step in way:
                node = node[step]
            before = node.pop(last)
            match change, node:
                case "rename", dict():
                    node[f"{last}_x"] = before
                case int(), dict():
                    node[last] = VALUES[change]
                case int(), list():
                    node.insert(int(last), VALUES[change])
            yield json.dumps(document).encode()


@cache
def said() -> frozenset[str]:
    rules: set[str] = set()
    for document in _spoiled():
        try:
            read_report(document, "hospital")
        except BadInput as bad:
            rules |= {rule for _, rule in bad.problems}
    return frozenset(rules)


def matches(row: str, rule: str) -> bool:
    pattern = ".*".join(map(re.escape, row.split("…")))
    return re.fullmatch(pattern, rule, re.DOTALL) is not None


def test_every_refusal_is_in_the_list() -> None:
    assert [rule for rule in said() if not any(matches(row, rule) for row in RULES)] == []


@pytest.mark.parametrize("row", RULES)
def test_every_rule_in_the_list_is_said(row: str) -> None:
    if row in OUTSIDE:
        text = (ROOT / OUTSIDE[row]).read_text()
        assert row in text or row.rstrip("…") in text
    else:
        assert any(matches(row, rule) for rule in said())


def test_no_rule_stands_twice() -> None:
    assert len(RULES) == len(set(RULES))


def _literals(path: Path) -> Iterator[str]:
    """Every text that our own code refuses with, `…` in place of what it puts in."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "ValueError",
            "BadInput",
            "Undecodable",
        ):
            for argument in node.args[:1] if getattr(node.func, "id", "") == "Undecodable" else node.args:
                text = argument.elts[1] if isinstance(argument, ast.Tuple) else argument
                match text:
                    case ast.Constant(value=str(value)):
                        yield value
                    case ast.JoinedStr(values=parts):
                        yield "".join(p.value if isinstance(p, ast.Constant) else "…" for p in parts)


@pytest.mark.parametrize("name", AGENCIES_FILES)
def test_whatever_our_code_can_say_is_in_the_list(name: str) -> None:
    own = set(_literals(ROOT / name))
    assert own and [text for text in own if not any(matches(row, text) for row in RULES)] == []


def test_the_answers_over_http_are_those_that_the_door_gives() -> None:
    text = "".join((ROOT / "shared" / "web" / name).read_text() for name in ("problems.py", "bodies.py"))
    assert OVER_HTTP == ["bad-input", "key-reused", "not-json", "coded", "too-long", "not-now"]
    assert all(f'"{rule}"' in text for rule in OVER_HTTP)
