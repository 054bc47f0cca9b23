"""The documents are true as far as a machine can tell: links lead somewhere, and commands exist."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from deploy.cli import COMMANDS, application
from deploy.local.ports import DEFAULT_BASE_PORT, OFFSETS
from shared.topics import SERVICES_THAT_SAY

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)", re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`|^ {4,}(.+)$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CSPR = re.compile(r"(?<![\w./-])(?:\.venv/bin/)?cspr ([a-z]+)([^|;&#]*)")
_MAKE = re.compile(r"(?:^|[;&(] *)make ([a-z-]+)")
_REGISTRIES = re.compile(
    r"pypi\.|pythonhosted|npmjs|registry\.|maven\.|ghcr\.io|docker\.io|quay\.io|mirrors?\.\w|proxy\.\w",
    re.IGNORECASE,
)
_MACHINE_PATH = re.compile(r"(?<![\w.<>-])/(?:work|home|root|tmp|Users|mnt|var|opt|usr)\b")

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def pieces_of_code(path: Path) -> list[str]:
    return [inline or block for inline, block in _CODE.findall(_FENCED.sub("", path.read_text()))]


def anchors(path: Path) -> set[str]:
    """As they are made from headings: lower case, spaces to dashes, no punctuation."""
    headings = _HEADING.findall(path.read_text())
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_document
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    for link in _LINK.findall(path.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        where, _, anchor = link.partition("#")
        target = (path.parent / where).resolve() if where else path
        assert target.exists(), link
        assert ROOT in target.parents, link
        assert not anchor or anchor in anchors(target), link


@every_document
def test_every_make_command_exists(path: Path) -> None:
    named = {target for code in pieces_of_code(path) for target in _MAKE.findall(code)}
    assert named <= TARGETS


@every_document
def test_every_cspr_command_and_its_options_exist(path: Path) -> None:
    program = typer.main.get_command(application(list(COMMANDS)))
    known = program.commands  # type: ignore[attr-defined]
    for code in pieces_of_code(path):
        for name, rest in _CSPR.findall(code):
            assert name in known, f"cspr {name}"
            options = {option for parameter in _named(known[name], rest).params for option in parameter.opts}
            assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= {*options, "--help"}, code


def _named(command: Any, rest: str) -> Any:
    """The command itself, or the one of its group that is named next."""
    group = getattr(command, "commands", None)
    word = rest.split()[0] if group and rest.split() else None
    assert word is None or word in group, rest
    return group[word] if word else command


def _curls() -> Iterator[tuple[str, str]]:
    for path in DOCUMENTS:
        yield from re.findall(r"127\.0\.0\.1:(\d+)/cases/\$CASE/([a-z-]+)", path.read_text())


def test_every_command_over_http_exists_at_that_port() -> None:
    """As each service documents it; that document is held to the code by another test."""
    known = {
        (str(DEFAULT_BASE_PORT + OFFSETS[service]), path.split("/")[3])
        for service in SERVICES_THAT_SAY
        for path in json.loads((ROOT / "docs" / "api" / f"{service}.openapi.json").read_text())["paths"]
        if path.startswith("/cases/{case}/")
    }
    named = set(_curls())
    assert named and named <= known


@every_document
def test_no_document_names_a_registry_or_a_path_of_one_machine(path: Path) -> None:
    text = path.read_text()
    assert _REGISTRIES.findall(text) == []
    assert _MACHINE_PATH.findall(text) == []


def test_the_first_page_is_one_screen() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 60


def test_no_two_decisions_have_one_number_and_all_are_listed() -> None:
    """A gap is allowed: pages that are written side by side take their numbers beforehand."""
    folder = ROOT / "docs" / "decisions"
    names = sorted(path.name for path in folder.glob("*.md"))
    assert len({int(name[:4]) for name in names}) == len(names)
    listed = (folder / "0001-record-decisions.md").read_text()
    assert [name for name in names[1:] if name not in listed] == []


def test_the_table_of_ports_is_that_of_the_code() -> None:
    text = (ROOT / "docs" / "running.md").read_text()
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| (\d*) ?\|[^|]*\|$", text, re.MULTILINE)
    told = {int(offset) for row in rows for offset in row if offset}
    assert told == set(OFFSETS.values())
