"""Writing a secret to a file: readable by its owner only, whole or not at all, and on disk before it is used."""

import os
from pathlib import Path


def write_secret(path: Path, content: bytes) -> None:
    """What a lost key sealed or signed is lost too."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
