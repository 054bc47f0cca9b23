"""The secrets of one installation, made at its first start and readable by its owner only."""

import json
import secrets
from collections.abc import Sequence
from pathlib import Path

from deploy.access.users import BESIDE, KafkaUsers
from deploy.local.issuing import Issuing
from deploy.local.secret_file import write_secret
from shared.token_keys import PUBLIC


class Keys:
    """Under `<data-dir>/keys`: the wrapping key, the witness's key, a database password for each service, Kafka's
    users, and the keys of those who sign tokens.
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
    def kafka(self) -> KafkaUsers:
        return KafkaUsers(self._folder / "kafka.json")

    @property
    def passwords_file(self) -> Path:
        return self._folder / "passwords.json"

    def ensure(self, services: Sequence[str]) -> None:
        """Make what is missing; Kafka's users of agencies are made when they are given their rights.

        No key is ever made anew: it opens what was sealed, and tells what was signed.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        in_token = self.wrapping_key_file.with_name(PUBLIC).exists()  # whose file was retired
        for file in (self.witness_key_file, *([] if in_token else [self.wrapping_key_file])):
            if not file.exists():
                write_secret(file, secrets.token_bytes(32))
        if services:
            self.kafka.ensure([*services, *BESIDE])
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
