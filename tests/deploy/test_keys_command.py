"""`cspr keys` where the wrapping key is not where it was looked for: a sentence, and nothing is written."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidTag
from typer.testing import CliRunner

from deploy.commands import keys as commands

TOLD = ("CSPR_PKCS11_MODULE", "CSPR_PKCS11_TOKEN", "CSPR_PKCS11_PIN_FILE")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of an installation that runs; no token is named."""
    record = SimpleNamespace(wrapping_key_file=str(tmp_path / "wrapping.key"), services=["intake"])
    monkeypatch.setattr(commands, "running", lambda _: record)
    for name in TOLD:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def refused(command: str) -> str:
    result = CliRunner().invoke(commands.keys, [command])
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    return " ".join(result.output.split())


@pytest.mark.parametrize("command", ["check", "rotate", "retire"])
@pytest.mark.parametrize("with_file", [True, False])
def test_a_key_in_a_token_that_is_not_named_is_told_of_and_no_key_is_made(
    folder: Path, command: str, with_file: bool
) -> None:
    """A new key in the file would wrap what services look for in the token."""
    (folder / "wrapping.pub").write_bytes(b"a public half")
    if with_file:
        (folder / "wrapping.key").write_bytes(b"o" * 32)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    said = refused(command)
    assert "in a token" in said and all(name in said for name in TOLD)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


@pytest.mark.parametrize("command", ["check", "rotate", "retire"])
def test_no_wrapping_key_at_all_is_told_of(folder: Path, command: str) -> None:
    assert "there is no wrapping key in" in refused(command)
    (folder / "wrapping.key").write_bytes(b"of another length")
    assert "there is no wrapping key in" in refused(command)


def test_a_rotation_that_meets_a_key_that_nothing_opens_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rewrap(*_: object) -> int:
        raise InvalidTag

    (folder / "wrapping.key").write_bytes(b"o" * 32)
    monkeypatch.setattr(commands, "rewrap", rewrap)
    monkeypatch.setattr(commands.running(None), "admin_url", lambda: "", raising=False)
    assert "opens under none of the wrapping keys" in refused("rotate")
