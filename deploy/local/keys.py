"""The secrets of one installation, made at its first start and readable by its owner only."""

import json
import secrets
from collections.abc import Sequence
from pathlib import Path

from deploy.local.issuing import Issuing
from deploy.local.secret_file import write_secret


class Keys:
    """Under `<data-dir>/keys`: the wrapping key, the witness's key, a database password for each service, and the
    keys of those who sign tokens.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "keys"
        self.issuing = Issuing(self._folder / "issuers")

    @property
    def wrapping_key_file(self) -> Path:
        return self._folder / "wrapping.key"

    @property
    def witness_key_file(self) -> Path:
        return self._folder / "witness.key"

    @property
    def passwords_file(self) -> Path:
        return self._folder / "passwords.json"

    def ensure(self, services: Sequence[str]) -> None:
        """Make what is missing. No key is ever made anew: it opens what was sealed, and tells what was signed."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in (self.wrapping_key_file, self.witness_key_file):
            if not file.exists():
                write_secret(file, secrets.token_bytes(32))
        self.issuing.ensure()
        known = self._passwords() if self.passwords_file.exists() else {}
        made = {name: known.get(name) or secrets.token_urlsafe(24) for name in services}
        if made.keys() - known.keys():
            write_secret(self.passwords_file, json.dumps({**known, **made}).encode())

    def password(self, service: str) -> str:
        return self._passwords()[service]

    def _passwords(self) -> dict[str, str]:
        known: dict[str, str] = json.loads(self.passwords_file.read_text())
        return known
