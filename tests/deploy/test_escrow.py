"""The wrapping key in escrow: two officers open it, one alone does not; and the drill of docs/running.md."""

import base64
import hashlib
import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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
