"""No regular expression is made of what somebody wrote: it would ask for as long as its writer likes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
TAKE_A_PATTERN = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
# By file: names of ours that a pattern is put together of, and what they are.
OURS = {
    ("services/publisher/import_http.py", "highest"): "a number of #, counted",
    ("services/publisher/gate/quasi.py", "pattern"): "of the table above it",
    ("shared/need/seen.py", "name"): "of a table, in our own views",
    ("services/publisher/gate/initials.py", "n"): "a number",
}


def made_of(pattern: ast.expr) -> Iterator[str]:
    """The names in it that are neither constants of a module nor escaped."""
    match pattern:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr="escape")):
            return
        case ast.Name(id=name) if not name.isupper() and name not in ("set", "re"):
            yield name
    for child in ast.iter_child_nodes(pattern):
        if isinstance(child, ast.expr):
            yield from made_of(child)
        elif isinstance(child, ast.comprehension):
            continue  # what it goes over is escaped where it is used


def found_in(source: str) -> list[str]:
    return [
        name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in TAKE_A_PATTERN
        for name in made_of(node.args[0])
    ]


@pytest.mark.parametrize(
    "source", ["re.compile(words)", "re.search(f'^{words}$', x)", "re.sub('a' + words, b, c)"]
)
def test_this_test_finds_it(source: str) -> None:
    assert found_in(source) == ["words"]


@pytest.mark.parametrize("source", ["re.compile('a')", "re.compile(f'^{re.escape(words)}$')", "re.match(_DAY, x)"])
def test_it_leaves_alone_what_is_ours_or_escaped(source: str) -> None:
    assert found_in(source) == []


def test_no_pattern_is_made_of_what_somebody_wrote() -> None:
    files = [file for place in ("services", "shared") for file in (PROJECT / place).rglob("*.py")]
    found = {(str(file.relative_to(PROJECT)), name) for file in files for name in found_in(file.read_text())}
    assert found == OURS.keys()
