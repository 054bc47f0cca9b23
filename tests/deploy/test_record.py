"""What an installation of another release tells is not guessed at: a command says in a sentence what to do."""

import json
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from deploy.commands.found import running
from deploy.demo.folder import empty
from deploy.local.record import AlreadyRunning, AnotherRelease, Record, lock

RECORD = Record(
    base_port=8400,
    services=[],
    ports={},
    urls={},
    kafka="",
    kafka_users_file="",
    partnership="",
    clock_file=None,
    wrapping_key_file="",
    witness_key_file="",
    notes="",
    passwords_file="",
    admin_password_file="",
    supervisor=1,
    children={},
)
NEEDED = [each.name for each in fields(Record) if each.name != "operator_key_file"]


def written(folder: Path, told: dict[str, object]) -> None:
    (folder / "runtime.json").write_text(json.dumps(told))


@pytest.mark.parametrize("lacking", NEEDED)
def test_a_record_that_lacks_something_is_another_releases(tmp_path: Path, lacking: str) -> None:
    told = asdict(RECORD)
    del told[lacking]
    written(tmp_path, told)
    with lock(tmp_path), pytest.raises(AnotherRelease, match="cspr up"):
        Record.read(tmp_path)


def test_a_record_that_tells_more_is_another_releases(tmp_path: Path) -> None:
    written(tmp_path, {**asdict(RECORD), "told_by_the_next_release": 1})
    with lock(tmp_path), pytest.raises(AnotherRelease):
        Record.read(tmp_path)


def test_what_was_not_always_told_may_be_lacking(tmp_path: Path) -> None:
    told = asdict(RECORD)
    del told["operator_key_file"]
    written(tmp_path, told)
    with lock(tmp_path):
        assert Record.read(tmp_path) == RECORD


def test_a_command_that_meets_another_release_says_so_and_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, {"base_port": 8400})
    with lock(tmp_path), pytest.raises(SystemExit) as ended:
        running(tmp_path)
    assert ended.value.code == 1
    assert "was started by another release" in capsys.readouterr().err


def test_the_folder_of_another_releases_demo_is_not_wiped_while_it_runs(tmp_path: Path) -> None:
    ours = empty(tmp_path / "demo")
    written(ours, {"base_port": 8400})
    with lock(ours), pytest.raises(AlreadyRunning, match="another release"):
        empty(ours)
    assert (ours / "runtime.json").exists()
