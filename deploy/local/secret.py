"""A file that only its owner can read, whole or not at all."""

import os
from pathlib import Path


def write_secret(path: Path, content: bytes) -> None:
    """On disk before it is used: what a lost key sealed is lost too. In place of what was there."""
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
