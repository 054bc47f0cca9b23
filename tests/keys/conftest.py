"""A real token, SoftHSM's, whose keys nobody reads; and that can be taken away and put back."""

import atexit
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pkcs11
import pytest

from shared.token_keys import Token

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
_numbers = itertools.count(1)


@dataclass
class SoftToken:
    """`token` is asked of it; `kept` is where its keys lie."""

    token: Token
    label: str
    pin_file: Path
    kept: Path

    def take_away(self) -> None:
        self.kept.rename(self.kept.with_name("away"))

    def put_back(self) -> None:
        self.kept.with_name("away").rename(self.kept)


@cache
def kept() -> Path:
    """Where this process's tokens are: the library looks in one place, which its environment names."""
    folder = Path(tempfile.mkdtemp(prefix="cspr-tokens-"))
    (folder / "tokens").mkdir()
    settings = f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    (folder / "softhsm2.conf").write_text(settings)
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "tokens"


@pytest.fixture
def soft(tmp_path: Path) -> Iterator[SoftToken]:
    tokens = kept()
    label, pin_file = f"cspr-{next(_numbers)}", tmp_path / "pin"
    pin_file.write_text("a-pin-1234\n")
    told = ["--label", label, "--pin", "a-pin-1234", "--so-pin", "another-pin"]
    subprocess.run(["softhsm2-util", "--init-token", "--free", *told], check=True, capture_output=True)
    pkcs11.lib(str(MODULE)).reinitialize()  # it looked for tokens before this one was made
    made = SoftToken(Token(MODULE, label, pin_file), label, pin_file, tokens)
    yield made
    if not tokens.exists():  # a test that failed left them away: not for those that come after it
        made.put_back()
