"""What turns words into code, or starts a program: where it may stand, and that nothing else does it.

`make lint` has ruff's rules for the rest (pyproject.toml): weak hashes, TLS that is not checked, temporary names.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
CODE = {"eval", "exec", "compile", "__import__"}  # as a name by itself: re.compile is another
MODULES = {
    *("pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle", "yaml", "code", "codeop", "runpy"),
    *("subprocess", "pty", "popen2", "importlib.import_module"),
}
OF_OS = {"system", "popen", "posix_spawn", "posix_spawnp", "fork", "forkpty", "startfile"}
STARTS = ("exec", "spawn")  # os.execv and its like


def found_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in CODE:
                yield name
            case ast.Import(names=names):
                yield from (each.name for each in names if each.name.split(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module), names=names):
                whole = {module, *(f"{module}.{each.name}" for each in names)}
                yield from sorted(each for each in whole if each.split(".")[0] in MODULES or each in MODULES)
                if module == "os":
                    yield from (each.name for each in names if each.name in OF_OS or each.name.startswith(STARTS))
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name in OF_OS or name.startswith(STARTS):
                yield f"os.{name}"
            case ast.Attribute(value=ast.Name(id="importlib"), attr="import_module"):
                yield "importlib.import_module"
            case ast.keyword(arg="shell"):
                yield "shell"


@pytest.mark.parametrize(
    "source",
    [
        "eval(words)",
        "exec(words)",
        "import pickle",
        "import yaml",
        "from subprocess import run",
        "import subprocess as s",
        "os.system(words)",
        "os.execv(path, words)",
        "from os import popen",
        "from importlib import import_module",
        "importlib.import_module(words)",
        "run(words, shell=True)",
    ],
)
def test_this_test_finds_it(source: str) -> None:
    assert list(found_in(source))


def test_it_leaves_alone_what_is_harmless() -> None:
    source = "import re, os\nfrom importlib.resources import files\nre.compile('x')\nos.urandom(3)\nevaluate(1)"
    assert list(found_in(source)) == []


def test_no_service_turns_words_into_code_or_starts_a_program() -> None:
    files = [file for place in ("services", "shared") for file in (PROJECT / place).rglob("*.py")]
    assert len(files) > 300
    found = {str(file.relative_to(PROJECT)): list(found_in(file.read_text())) for file in files}
    assert {file: what for file, what in found.items() if what} == {}
