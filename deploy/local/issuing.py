"""Who signs tokens in one installation: a key each, made at its first start, and the file that services believe.

To change a key by hand: write the new one's public half beside the old one into `<name>.jwks.json`, start the
services anew, give the issuer its new key, and take the old half out. The file says whom each may speak for.
"""

import json
from pathlib import Path

from deploy.local.secret_file import write_secret, write_whole
from shared.identity.keys import new_key, private_document, public_document, read_private

OPERATOR = "command-line"  # `cspr`, and the demo: whoever may read its key
ISSUERS = {
    "console": ("person", "service"),  # of people who signed in there
    "intake": ("agency",),  # of agencies that proved themselves at POST /token
    "watcher": ("service",),
    OPERATOR: ("person", "service"),
}


class Issuing:
    """Under `<data-dir>/keys/issuers`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def file(self) -> Path:
        return self._folder / "issuers.toml"

    def key_file(self, issuer: str) -> Path:
        """In a folder of its own, so that a container can be given one and no other."""
        return self._folder / "private" / issuer / "token.key"

    @property
    def operators(self) -> str:
        return str(self.key_file(OPERATOR))

    def ensure(self) -> None:
        """Make what is missing; what there is stays, for tokens are signed with it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for issuer in ISSUERS:
            self.key_file(issuer).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self.key_file(issuer).exists():
                write_secret(self.key_file(issuer), private_document(new_key()))
            if not (public := self._folder / f"{issuer}.jwks.json").exists():
                key = read_private(self.key_file(issuer))
                document = json.dumps({"keys": [public_document(key)]}, indent=1)
                write_whole(public, f"{document}\n".encode())
        if not self.file.exists():
            write_whole(self.file, "\n".join(_table(*each) for each in ISSUERS.items()).encode())


def _table(issuer: str, kinds: tuple[str, ...]) -> str:
    lines = ["[[issuers]]", f'name = "{issuer}"', f"speaks_for = {json.dumps(kinds)}"]
    return "\n".join([*lines, f'keys = "{issuer}.jwks.json"', ""])
