"""Writing a file whole or not at all, and on disk before it is used; a secret readable by its owner only."""

import os
from pathlib import Path


def write_secret(path: Path, content: bytes) -> None:
    """What a lost key sealed or signed is lost too."""
    write_whole(path, content, 0o600)


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """What is only made where it is missing is never mended: half of it would stay for ever."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
