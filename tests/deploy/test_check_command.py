"""`cspr check`: what an agency would be told, before anything is sent and with nothing running."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.commands.check import Verdict, sentences, verdicts
from deploy.commands.events_in import events_in
from tests.intake.examples import body, child, wire

NOW = datetime(2026, 4, 2, 16, tzinfo=UTC)


def checked(*lines: bytes, agency: str | None = None) -> list[Verdict]:
    return list(verdicts(lines, NOW, agency))


def test_a_good_line_would_be_taken_in() -> None:
    assert checked(wire() + b"\n") == [Verdict(1)]


def test_every_refusal_is_named_with_its_line_pointer_and_rule() -> None:
    spoiled = wire(id="b", children=[child(first_name="", nhs_number="1")])
    found = checked(wire(), b"\n", spoiled, b"{")
    assert [(v.line, [pointer for pointer, _ in v.problems]) for v in found] == [
        (1, []),
        (3, ["/data/children/0/first_name", "/data/children/0/nhs_number"]),
        (4, [""]),
    ]
    assert list(sentences(found[1]))[1] == "line 3: /data/children/0/nhs_number: must be ten digits"
    assert list(sentences(found[2])) == ["line 4: the whole: not JSON (line 1, column 2)"]


def test_a_spreadsheet_is_looked_at_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    check = [sys.executable, "-m", "deploy.cli", "check", str(file)]
    header = "id;reference;la_code;harm;agency_aware_at;outline;child1_first_name"
    good = "r1;S-1;E06000045;death;02/04/2026 16:30;Found.;Ffion"
    bad = "r2;S-2;E06000045;none;02/04/2026 16:30;Found.;Ffion"
    for encoding in ("utf-8-sig", "utf-16"):
        file.write_bytes("\r\n".join((header, good, bad)).encode(encoding))
        done = subprocess.run(
            [sys.executable, "-m", "deploy.cli", "check", str(file)], capture_output=True, text=True
        )
        assert (done.returncode, "line 3: harm: " in done.stdout) == (1, True), done.stdout + done.stderr
        assert "1 would be taken in, 1 refused" in done.stdout
    file.write_bytes(f"{header}\r\n{good.replace('Ffion', 'Siân')}".encode("latin-1"))
    done = subprocess.run(check, capture_output=True, text=True)
    assert (done.returncode, "not UTF-8" in done.stdout) == (1, True)


def test_an_oddity_is_told_and_is_no_refusal() -> None:
    (found,) = checked(wire(data={"incident_on": "2026-04-03"}))
    assert not found.problems
    assert "line 1: taken in, with a flag: the incident lies in the future" in sentences(found)


def test_a_test_would_be_taken_in_and_is_told_to_be_one() -> None:
    meant, tried = checked(wire(), wire(test=True, data={"harm": "death"}))
    assert (meant.problems, tried.problems) == ((), ())
    assert list(sentences(tried)) == ["line 2: a test: it would open no case"]
    assert list(sentences(meant)) == []


def test_the_source_is_compared_with_the_agency_where_one_is_named() -> None:
    assert checked(wire(source="police"))[0].problems == ()
    (found,) = checked(wire(source="police"), agency="hospital")
    assert found.problems == (("/source", "is not the agency that this came from"),)


def test_an_id_used_again_is_a_repeat_or_a_conflict() -> None:
    repeat, conflict = checked(wire(), wire(), wire(data={"harm": "death"}))[1:]
    assert repeat.problems == ()
    assert conflict.problems == (("/id", "this id was already used for another content"),)


def cspr(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.cli", "check", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_ends_with_1_when_anything_is_refused(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(wire())
    bad.write_bytes(wire() + b"\n" + json.dumps({"id": "Canaryname "}).encode())
    answer = cspr(good)
    assert answer.returncode == 0
    assert answer.stdout.endswith("1 would be taken in, 0 refused\n")
    answer = cspr(bad)
    assert answer.returncode == 1
    assert answer.stdout.endswith("1 would be taken in, 1 refused\n")
    assert "Canaryname" not in answer.stdout + answer.stderr


@pytest.mark.parametrize("indent", [1, 2, 4, "\t"])
def test_one_document_may_be_written_over_many_lines(indent: int | str) -> None:
    pretty = json.dumps(body(), indent=indent).encode()
    assert checked(*events_in(pretty + b"\n")) == [Verdict(1)]
    assert checked(*events_in(pretty.replace(b"\n", b"\r\n"))) == [Verdict(1)]


def test_what_is_wrong_in_a_document_over_many_lines_is_told_once_with_its_place() -> None:
    spoiled = json.dumps(body(children=[child(nhs_number="1")]), indent=2).encode()
    (found,) = checked(*events_in(spoiled))
    assert found.problems == (("/data/children/0/nhs_number", "must be ten digits"),)
    (broken,) = checked(*events_in(json.dumps(body(), indent=2).encode().replace(b'"data": {', b'"data": ')))
    assert [rule.partition(",")[0] for _, rule in broken.problems] == ["not JSON (line 9"]


def test_several_events_are_one_a_line_also_when_one_of_them_is_broken() -> None:
    content = b"\n".join((b'{"id": ', wire(), wire(id="b")))
    assert [(v.line, len(v.problems)) for v in checked(*events_in(content))] == [(1, 1), (2, 0), (3, 0)]


def test_a_return_is_looked_at_as_what_it_is() -> None:
    examples = Path(__file__).parents[2] / "docs" / "partners" / "examples" / "returns"
    good, spoiled = (json.loads((examples / name).read_bytes()) for name in ("full.json", "refused/no-case.json"))
    lines = [json.dumps(each).encode() for each in (good, {**spoiled, "id": "b"}, {**good, "subject": "other"})]
    assert [(v.line, [pointer for pointer, _ in v.problems]) for v in checked(*lines)] == [
        (1, []),
        (2, ["/data/case"]),
        (3, ["/id"]),
    ]
    (other,) = checked(lines[0], agency="police")
    assert other.problems == (("/source", "is not the agency that this came from"),)
