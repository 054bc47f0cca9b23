"""A notice as a file: whole or not there, with its checksum, and once."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from shared.dispatch.file import FileDrop
from shared.dispatch.outgoing import HadItAlready, Mail, NotNow, Refusal
from tests.channels.examples import AT, KEY, mail


def to(folder: Path) -> Mail:
    return replace(mail, to=str(folder), channel="file")


async def test_a_file_and_its_checksum_are_there_and_nothing_else(tmp_path: Path) -> None:
    answer = await FileDrop().send(to(tmp_path), AT)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{KEY}.json", f"{KEY}.json.sha256"]
    assert json.loads((tmp_path / f"{KEY}.json").read_bytes())["data"]["text"] == mail.text
    assert answer.split()[1] == (tmp_path / f"{KEY}.json.sha256").read_text().split()[0]


async def test_the_usual_tool_checks_the_sum(tmp_path: Path) -> None:
    await FileDrop().send(to(tmp_path), AT)
    checking = await asyncio.create_subprocess_exec(
        "sha256sum", "--check", "--quiet", f"{KEY}.json.sha256", cwd=tmp_path
    )
    assert await checking.wait() == 0


async def test_the_same_again_is_there_already(tmp_path: Path) -> None:
    await FileDrop().send(to(tmp_path), AT)
    with pytest.raises(HadItAlready):
        await FileDrop().send(to(tmp_path), AT)


async def test_what_was_fetched_is_dropped_again_under_the_same_name(tmp_path: Path) -> None:
    await FileDrop().send(to(tmp_path), AT)
    first = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for file in tmp_path.iterdir():
        file.unlink()
    await FileDrop().send(to(tmp_path), AT)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == first


async def test_another_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{KEY}.json").write_text("somebody's")
    with pytest.raises(Refusal):
        await FileDrop().send(to(tmp_path), AT)
    assert (tmp_path / f"{KEY}.json").read_text() == "somebody's"


async def test_what_a_crash_left_half_written_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f".{KEY}.json.part").write_text("half")
    await FileDrop().send(to(tmp_path), AT)
    assert json.loads((tmp_path / f"{KEY}.json").read_bytes())["data"]["dispatch"] == KEY
    assert not (tmp_path / f".{KEY}.json.part").exists()


async def test_a_folder_that_is_not_mounted_is_waited_for(tmp_path: Path) -> None:
    with pytest.raises(NotNow):
        await FileDrop().send(to(tmp_path / "missing"), AT)
    assert not (tmp_path / "missing").exists()


async def test_nobody_else_on_the_machine_reads_it(tmp_path: Path) -> None:
    await FileDrop().send(to(tmp_path), AT)
    assert (tmp_path / f"{KEY}.json").stat().st_mode & 0o007 == 0
