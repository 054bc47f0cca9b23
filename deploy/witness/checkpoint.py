"""What the witness signs: how far each log had come at a moment, and what it then was.

A note is two lines: the checkpoint as JSON, and the Ed25519 signature (RFC 8032) of the first line's bytes, in
Base64. Each checkpoint has the hash of the note before it, so none can be taken out or put in.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError


class NotSigned(Exception):
    """A note that this key did not sign, or that is no note at all."""


class Head(BaseModel):
    """A tree when it had `size` entries; `root` is its root in hexadecimal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int = Field(ge=0)
    root: str = Field(pattern=r"^[0-9a-f]{64}$")


class Checkpoint(BaseModel):
    """`trees` by the topic and partition that hold their entries, as `intake.events/0`; `at` in real time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    at: AwareDatetime
    cluster: str  # Kafka's own id: which broker's log was read
    before: str  # SHA-256 of the note before this one, in hexadecimal; empty in the first
    trees: Mapping[str, Head]


def following(
    before: tuple[Checkpoint, bytes] | None, at: datetime, cluster: str, trees: Mapping[str, Head]
) -> Checkpoint:
    """The next checkpoint after that one and its note."""
    if before is None:
        return Checkpoint(number=1, at=at, cluster=cluster, before="", trees=trees)
    last, note = before
    return Checkpoint(number=last.number + 1, at=at, cluster=cluster, before=digest(note), trees=trees)


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> bytes:
    """The note."""
    line = checkpoint.model_dump_json().encode()
    return _note(line, key.sign(line))


def opened(note: bytes, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint of a note. Raises NotSigned."""
    line, _, second = note.partition(b"\n")
    try:
        signature = base64.b64decode(second)
        key.verify(signature, line)
        checkpoint = Checkpoint.model_validate_json(line)
    except (InvalidSignature, binascii.Error, ValidationError):
        raise NotSigned from None
    if note != _note(line, signature):
        raise NotSigned  # Base64 can be written in more than one way; a note cannot
    return checkpoint


def _note(line: bytes, signature: bytes) -> bytes:
    return line + b"\n" + base64.b64encode(signature) + b"\n"


def digest(note: bytes) -> str:
    return sha256(note).hexdigest()
