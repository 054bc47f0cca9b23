"""Standard Webhooks: what is sent to a recipient, and what it sends back, is signed with a secret both know.

A recipient has one secret, or two while they are exchanged: all is signed with both, and either is believed.
"""

import base64
import hmac
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, SecretStr, TypeAdapter
from standardwebhooks import Webhook

PREFIX = "whsec_"
FEWEST_BYTES, MOST_SECRETS = 24, 2  # of a secret, as the standard has it; and of a recipient
TOLERANCE = timedelta(minutes=5)  # also the standard's: a signature is not good for ever


class Forged(Exception):
    """Nobody who knows a secret wrote this, or not just now. Tells no more than that."""


def _good(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not text.startswith(PREFIX) or len(key) < FEWEST_BYTES:
        raise ValueError(f"must be {PREFIX} and {FEWEST_BYTES} bytes or more in base64")
    return secret


Secret = Annotated[SecretStr, AfterValidator(_good)]
Several = Annotated[tuple[Secret, ...], Field(min_length=1, max_length=MOST_SECRETS)]
Secrets = Mapping[str, tuple[SecretStr, ...]]
_FILE: TypeAdapter[dict[str, tuple[SecretStr, ...]]] = TypeAdapter(
    dict[str, Several], config=ConfigDict(hide_input_in_errors=True)
)


def secrets_of(path: Path | None) -> Secrets:
    """By recipient's id, from a TOML file: `national-panel = ["whsec_…"]`. No file, no secrets.

    Raises OSError, tomllib.TOMLDecodeError or pydantic's ValidationError, which names the recipient.
    """
    return _FILE.validate_python(tomllib.loads(path.read_text())) if path else {}


def signed(secrets: tuple[SecretStr, ...], id_: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of the standard."""
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(_signature(secret, id_, at, body) for secret in secrets),
    }


def verify(secrets: tuple[SecretStr, ...], headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The id of what was signed. Raises Forged."""
    id_, given = headers.get("webhook-id", ""), headers.get("webhook-signature", "").split()
    at = _instant(headers.get("webhook-timestamp", ""))
    if not id_ or at is None or abs(now - at) > TOLERANCE:
        raise Forged
    try:
        expected = [_signature(secret, id_, at, body).encode() for secret in secrets]
    except UnicodeDecodeError:
        raise Forged from None  # what is signed is text
    if not any(hmac.compare_digest(one.encode(), each) for one in given for each in expected):
        raise Forged
    return id_


def _instant(text: str) -> datetime | None:
    """Seconds since 1970, in digits that no reader could take for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > 11:
        return None
    return datetime.fromtimestamp(int(text), UTC)


def _signature(secret: SecretStr, id_: str, at: datetime, body: bytes) -> str:
    return Webhook(secret.get_secret_value()).sign(id_, at.astimezone(UTC), body.decode())
