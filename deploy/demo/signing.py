"""The secrets that the demo's recipients sign their receipts with: new ones each time, in a folder of its own."""

import base64
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from shared.dispatch.signatures import FEWEST_BYTES, PREFIX, secrets_of, signed

NAMED_BY = "CSPR_RECIPIENT_SECRETS"
RECIPIENTS = ("department-for-education",)


@contextmanager
def recipients_sign(folder: Path) -> Iterator[None]:
    """While this lasts, services that are started know the recipients' secrets. Afterwards all is as it was."""
    path = folder / "recipient-secrets.toml"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f'{recipient} = ["{_new()}"]\n' for recipient in RECIPIENTS))
    path.chmod(0o600)
    before = os.environ.get(NAMED_BY)
    os.environ[NAMED_BY] = str(path)
    try:
        yield
    finally:
        os.environ.pop(NAMED_BY)
        if before is not None:
            os.environ[NAMED_BY] = before


def headers(recipient: str, id_: str, at: datetime, body: bytes, *, forged: bool) -> dict[str, str]:
    """Forged: by somebody who has a secret, but not the recipient's."""
    theirs = secrets_of(Path(os.environ[NAMED_BY]))[recipient]
    return signed((SecretStr(_new()),) if forged else theirs, id_, at, body)


def _new() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(FEWEST_BYTES)).decode()
