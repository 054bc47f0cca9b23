"""`runtime.json`: how other commands find a running installation.

The lock beside it belongs to the living supervisor, and the kernel takes it away with its life;
so the file may be stale, never the answer to "is it running?".
"""

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from pydantic import SecretStr

from deploy.access.users import OPERATOR, KafkaUsers
from shared.broker import Broker, Login

DATA_DIR_VARIABLE = "CSPR_DATA_DIR"


class AlreadyRunning(Exception):
    """Another supervisor has this data directory."""


class NotRunning(Exception):
    """No supervisor has this data directory."""


class AnotherRelease(Exception):
    """What runs there was started by another release of this program, and tells what that knew."""


@dataclass(frozen=True)
class Record:
    """What a running installation tells other commands. Secrets are named by path only."""

    base_port: int
    services: list[str]
    ports: dict[str, int]
    urls: dict[str, str]
    kafka: str
    kafka_users_file: str
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
        """The running installation's. Raises NotRunning when there is none, and AnotherRelease."""
        with suppress(FileNotFoundError):
            if _is_locked(data_dir):
                return cls._of(json.loads((data_dir / "runtime.json").read_text()), data_dir)
        raise NotRunning(f"nothing runs in {data_dir}; start it with: cspr up")

    @classmethod
    def _of(cls, told: dict[str, Any], data_dir: Path) -> "Record":
        """What an older one lacks is not guessed: a Kafka without users is none that commands can speak to."""
        names = {each.name: each.default is MISSING for each in fields(cls)}
        if not told.keys() <= names.keys() or any(needed and name not in told for name, needed in names.items()):
            raise AnotherRelease(
                f"what runs in {data_dir} was started by another release; stop it and start it anew: cspr up"
            )
        return cls(**told)

    @property
    def kafka_users(self) -> KafkaUsers:
        return KafkaUsers(Path(self.kafka_users_file))

    def broker(self, user: str = OPERATOR) -> Broker:
        """Raises KeyError when Kafka has no such user, or turned it away."""
        return Broker(self.kafka, Login(user, SecretStr(self.kafka_users.password(user))))

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
