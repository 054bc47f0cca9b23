"""What the witness is told, by environment variables that begin with CSPR_."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import Field

from shared.settings import KafkaSettings, TlsSettings


class WitnessSettings(KafkaSettings, TlsSettings):
    """`notes` is a folder that whoever runs the services cannot rewrite; `witness_key_file` holds 32 bytes."""

    port: int
    notes: Path
    witness_key_file: Path
    witness_seconds: float = Field(default=300, gt=0)  # between two checkpoints


def key_in(path: Path) -> Ed25519PrivateKey:
    """Raises OSError, and ValueError when the file does not hold 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
