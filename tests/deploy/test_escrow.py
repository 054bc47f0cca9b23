"""The wrapping key in escrow: two officers open it, one alone does not; and the drill of docs/running.md."""

import base64
import hashlib
import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import Result
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typer.testing import CliRunner

from deploy.commands.keys import keys as keys_commands
from deploy.escrow import EscrowRefused, made, officers_key, opened, read_private
from deploy.local.keys import Keys
from shared.wrapping import WrappingKeys

PASSPHRASE = "correct horse battery"
FILES = {"wrapping.key": bytes(range(32)), "hashing.key": b"h" * 32}
THREE = [officers_key(PASSPHRASE) for _ in range(3)]
PRIVATE = [read_private(private, PASSPHRASE) for private, _ in THREE]
ESCROW = made(FILES, [public for _, public in THREE])
RUNNING = (Path(__file__).parents[2] / "docs" / "running.md").read_text()


@pytest.mark.parametrize("two", list(combinations(PRIVATE, 2)))
def test_any_two_of_the_officers_open_it_whoever_comes_first(two: tuple[object, object]) -> None:
    assert opened(ESCROW, two) == opened(ESCROW, two[::-1]) == FILES  # type: ignore[arg-type]


def test_one_officer_alone_opens_nothing_nor_twice_nor_with_a_stranger() -> None:
    stranger = read_private(officers_key(PASSPHRASE)[0], PASSPHRASE)
    for keys in ([], PRIVATE[:1], [PRIVATE[0], PRIVATE[0]], [PRIVATE[0], stranger]):
        with pytest.raises(EscrowRefused, match="two of the officers"):
            opened(ESCROW, keys)


def test_nothing_of_a_key_stands_in_it_and_a_changed_one_is_noticed() -> None:
    assert all(each not in ESCROW and base64.b64encode(each) not in ESCROW for each in FILES.values())
    place = ESCROW.index(b'"box": "') + 600
    changed = ESCROW[:place] + (b"A" if ESCROW[place : place + 1] != b"A" else b"B") + ESCROW[place + 1 :]
    with pytest.raises(EscrowRefused, match="changed"):
        opened(changed, PRIVATE)
    for nonsense in (b"", b"{}", b"[]", b'{"form": "another"}'):
        with pytest.raises(EscrowRefused, match="no escrow"):
            opened(nonsense, PRIVATE)


def test_it_is_made_for_two_officers_or_more_each_once() -> None:
    public = THREE[0][1]
    for officers in ([], [public], [public, public], [public, b"no key"]):
        with pytest.raises(EscrowRefused):
            made(FILES, officers)


def test_a_passphrase_is_stretched_before_it_opens_anything() -> None:
    """By scrypt with what OWASP's password storage cheat sheet asks: each guess takes 128 MiB."""
    told = json.loads(THREE[0][0])
    assert told["kdf"] == "scrypt 131072 8 1"
    stretched = hashlib.scrypt(
        PASSPHRASE.encode(), salt=base64.b64decode(told["salt"]), n=131072, r=8, p=1, maxmem=2**28, dklen=32
    )
    box = base64.b64decode(told["box"])
    plain = AESGCM(stretched).decrypt(box[:12], box[12:], b"cspr officer 1")
    assert plain.startswith(b"-----BEGIN PRIVATE KEY-----")
    assert len({json.loads(private)["salt"] for private, _ in THREE}) == 3


def test_a_private_key_opens_by_its_passphrase_alone() -> None:
    with pytest.raises(EscrowRefused, match="passphrase"):
        read_private(THREE[0][0], "another passphrase")
    with pytest.raises(EscrowRefused, match="no officer's"):
        read_private(THREE[0][1], PASSPHRASE)


PAIR = [public for _, public in THREE]
NOT_OURS: tuple[dict[str, bytes], ...] = (
    {},
    {"../authorized_keys": b"k" * 32},
    {"/etc/cron.d/x": b"k" * 32},
    {"wrapping.key": b"k" * 32, "issuers.toml": b"k" * 32},
    *({"wrapping.key": b"k" * size} for size in (0, 31, 33, 96)),
    {"hashing.key": b"k" * 64},
    {"wrapping.pub": b"no key"},
    {"wrapping.pub": b""},
)


@pytest.mark.parametrize("files", NOT_OURS, ids=lambda files: ",".join(files) or "nothing")
def test_a_forged_escrow_writes_no_file_but_the_keys_and_none_of_another_length(files: dict[str, bytes]) -> None:
    """Whoever has the public halves can make one."""
    with pytest.raises(EscrowRefused, match="not one of ours"):
        opened(made(files, PAIR), PRIVATE)


def test_an_escrow_holds_what_any_installation_has() -> None:
    """In a rotation two keys, and with a token a public half."""
    for files in ({"wrapping.key": b"k" * 64}, {"wrapping.pub": PAIR[0] + PAIR[1], "hashing.key": b"h" * 32}):
        assert opened(made(files, PAIR), PRIVATE) == files


def test_an_officer_whose_name_has_a_full_stop_has_files_of_their_own(tmp_path: Path) -> None:
    for name in ("j.smith", "j.jones"):
        assert _officer(tmp_path / name).exit_code == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        f"j.{n}.{h}" for n in ("smith", "jones") for h in ("key", "pub")
    }


@pytest.mark.parametrize("half", ["key", "pub"])
def test_an_officers_key_is_not_written_over(tmp_path: Path, half: str) -> None:
    (tmp_path / f"director.{half}").write_bytes(b"as it was")
    refused = _officer(tmp_path / "director")
    assert refused.exit_code == 1 and f"director.{half} is there already" in refused.output
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"as it was"]


def _officer(name: Path) -> Result:
    return CliRunner().invoke(keys_commands, ["officer", str(name)], input=f"{PASSPHRASE}\n" * 2)


def test_the_fingerprint_is_told_when_it_is_made_and_when_it_is_opened(tmp_path: Path) -> None:
    """It is signed by nobody: that is how two officers know theirs again."""
    Keys(tmp_path / "data").ensure(())
    for number, (private, public) in enumerate(THREE):
        (tmp_path / f"{number}.key").write_bytes(private)
        (tmp_path / f"{number}.pub").write_bytes(public)
    into, data = tmp_path / "escrow.json", str(tmp_path / "data")
    publics = [str(tmp_path / f"{number}.pub") for number in range(3)]
    made_ = CliRunner().invoke(keys_commands, ["escrow", *publics, "--into", str(into), "--data-dir", data])
    told = [
        str(into),
        "--key",
        str(tmp_path / "0.key"),
        "--key",
        str(tmp_path / "1.key"),
        "--into",
        str(tmp_path / "r"),
    ]
    opened_ = CliRunner().invoke(keys_commands, ["recover", *told], input=f"{PASSPHRASE}\n" * 2)
    for said in (made_, opened_):
        assert said.exit_code == 0 and hashlib.sha256(into.read_bytes()).hexdigest() in said.output


def _drill() -> list[str]:
    """The lines of code of its section, in their order."""
    section = RUNNING.split("### The wrapping key is in escrow\n")[1].split("\n### ")[0]
    return [line.strip() for line in section.splitlines() if line.startswith("    ")]


def test_the_drill_of_the_running_page_brings_the_key_back_as_it_is_written(tmp_path: Path) -> None:
    data, safe = tmp_path / "data", tmp_path / "safe"
    safe.mkdir()
    keys = Keys(data)
    keys.ensure(())
    wrapped = WrappingKeys(keys.wrapping_key_file).wrap(b"k" * 32, "case")
    lines = _drill()
    lost = next(number for number, line in enumerate(lines) if line.startswith("mkdir"))
    for line in lines[:lost]:
        _typed(line, data, safe)
    keys.wrapping_key_file.unlink()  # in earnest
    for line in lines[lost:]:
        _typed(line, data, safe)
    assert WrappingKeys(keys.wrapping_key_file).unwrap(wrapped, "case") == b"k" * 32
    assert keys.wrapping_key_file.stat().st_mode & 0o077 == 0
    keys.wrapping_key_file.write_bytes(b"x" * 32)
    with pytest.raises(InvalidTag):
        WrappingKeys(keys.wrapping_key_file).unwrap(wrapped, "case")


def _typed(line: str, data: Path, safe: Path) -> None:
    """By somebody without a terminal, who types the passphrase as often as it is asked for."""
    told = line.replace("<data-dir>", str(data)).replace("<safe>", str(safe))
    script = f'cspr() {{ "{sys.executable}" -m deploy.cli "$@"; }}; {told}'
    typed = subprocess.run(
        ["bash", "-c", script], input=f"{PASSPHRASE}\n" * 2, text=True, capture_output=True, start_new_session=True
    )
    assert typed.returncode == 0, (line, typed.stdout, typed.stderr)
