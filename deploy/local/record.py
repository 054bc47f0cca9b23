"""`runtime.json`: how other commands find a running installation.

The lock beside it belongs to the living supervisor, and the kernel takes it away with its life;
so the file may be stale, never the answer to "is it running?".
"""

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

DATA_DIR_VARIABLE = "CSPR_DATA_DIR"


class AlreadyRunning(Exception):
    """Another supervisor has this data directory."""


class NotRunning(Exception):
    """No supervisor has this data directory."""


@dataclass(frozen=True)
class Record:
    """What a running installation tells other commands. Secrets are named by path only."""

    base_port: int
    services: list[str]
    ports: dict[str, int]
    urls: dict[str, str]
    kafka: str
    partnership: str
    clock_file: str | None
    wrapping_key_file: str
    witness_key_file: str
    notes: str  # the witness's, a folder
    passwords_file: str
    admin_password_file: str
    supervisor: int  # process ids
    children: dict[str, int]
    operator_key_file: str | None = None  # to sign tokens with; None where an Actor is believed

    def write(self, data_dir: Path) -> None:
        fresh = data_dir / "runtime.json.new"
        fresh.write_text(json.dumps(asdict(self), indent=2) + "\n")
        fresh.rename(data_dir / "runtime.json")

    @classmethod
    def read(cls, data_dir: Path) -> "Record":
        """The running installation's; NotRunning when there is none."""
        with suppress(FileNotFoundError):
            if _is_locked(data_dir):
                return cls(**json.loads((data_dir / "runtime.json").read_text()))
        raise NotRunning(f"nothing runs in {data_dir}; start it with: cspr up")

    def admin_url(self) -> str:
        password = Path(self.admin_password_file).read_text()
        return f"postgresql://postgres:{password}@127.0.0.1:{self.ports['postgres']}/postgres"


def default_data_dir() -> Path:
    """`CSPR_DATA_DIR`, or `.cspr` in the project."""
    return Path(os.environ.get(DATA_DIR_VARIABLE) or Path(__file__).parents[2] / ".cspr")


def lock(data_dir: Path) -> TextIO:
    """Claim the data directory until the returned file is closed, or this process ends."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (data_dir / "supervisor.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise AlreadyRunning(f"already running in {data_dir}{_where(data_dir)}") from None
    return file


def _where(data_dir: Path) -> str:
    with suppress(OSError, ValueError, KeyError):
        known = json.loads((data_dir / "runtime.json").read_text())
        return f": http://127.0.0.1:{known['base_port']}/ (process {known['supervisor']})"
    return ""


def _is_locked(data_dir: Path) -> bool:
    with (data_dir / "supervisor.lock").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
