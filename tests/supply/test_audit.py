"""That nothing is known is said only where somebody looked."""

import json
from pathlib import Path

import pytest

from deploy.supply.__main__ import told
from deploy.supply.audit import Answer, of_npm, of_python, run
from deploy.supply.bill import NoBill, _kept


def python(*packages: dict) -> Answer:
    return of_python("run.txt", json.dumps({"dependencies": packages, "fixes": []}))


CLEAN = {"name": "one", "version": "1", "vulns": []}
WEAK = {"name": "two", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": []}]}
SKIPPED = {"name": "three", "skip_reason": "Dependency not found on PyPI and could not be audited: three (3)"}


def test_a_weakness_is_named_with_its_package() -> None:
    answer = python(CLEAN, WEAK)
    assert not answer.good
    assert told(answer) == "run.txt: 1 known\ntwo 2: PYSEC-1"


def test_what_was_looked_at_and_is_clean_is_good() -> None:
    answer = python(CLEAN)
    assert answer.good
    assert told(answer) == "run.txt: 1 packages, nothing known against them"


@pytest.mark.parametrize(
    "answer",
    [
        python(CLEAN, SKIPPED),  # pip-audit itself ends with 0 then
        python(SKIPPED),
        python(),
        of_python("run.txt", ""),
        of_python("run.txt", "no JSON"),
        of_npm("tests/browser", ""),
        of_npm("tests/browser", json.dumps({"message": "405 Method Not Allowed", "error": {"summary": ""}})),
    ],
)
def test_where_nobody_could_look_it_says_so_and_is_not_good(answer: Answer) -> None:
    assert not answer.good
    assert "COULD NOT LOOK" in told(answer)


def test_what_was_found_is_told_even_where_somebody_could_not_look_at_all_of_it() -> None:
    assert "two 2: PYSEC-1" in told(python(WEAK, SKIPPED))


def test_npms_answer_is_read() -> None:
    metadata = {"dependencies": {"total": 3}}
    assert of_npm("b", json.dumps({"vulnerabilities": {}, "metadata": metadata})).good
    weak = of_npm("b", json.dumps({"vulnerabilities": {"axe": {"severity": "high"}}, "metadata": metadata}))
    assert weak.found == ("axe: high",)


def test_a_tool_that_is_not_there_gave_no_answer(tmp_path: Path) -> None:
    assert run([str(tmp_path / "missing")], tmp_path) == ""


@pytest.mark.parametrize("said", ["", "rubbish", "{}", json.dumps({"bomFormat": "CycloneDX", "components": []})])
def test_a_bill_that_lists_nothing_is_none(tmp_path: Path, said: str) -> None:
    with pytest.raises(NoBill):
        _kept(said, tmp_path / "sbom.json")
