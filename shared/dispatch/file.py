"""A notice as a file in a folder that the recipient, or what carries it there, empties.

It appears whole or not at all, after its checksum, and bears the dispatch's name: a repeat replaces itself.
"""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.dispatch.document import document
from shared.dispatch.outgoing import HadItAlready, Mail, NotNow, Refusal


@dataclass(frozen=True)
class FileDrop:
    """`mail.to` is the folder. It is not made here: one that is missing is not mounted."""

    async def send(self, mail: Mail, at: datetime) -> str:
        return await asyncio.to_thread(_drop, Path(mail.to), mail.key, document(mail))


def _drop(folder: Path, key: str, content: bytes) -> str:
    name, checksum = f"{key}.json", hashlib.sha256(content).hexdigest()
    try:
        if (folder / name).exists():
            return _is_there(folder / name, content, checksum)
        _write(folder, f"{name}.sha256", f"{checksum}  {name}\n".encode())
        _write(folder, name, content)
    except OSError as error:
        raise NotNow(type(error).__name__) from None
    return f"{name} {checksum}"


def _is_there(file: Path, content: bytes, checksum: str) -> str:
    if file.read_bytes() != content:
        raise Refusal("another file of this name is there")
    raise HadItAlready(f"{file.name} {checksum}")


def _write(folder: Path, name: str, content: bytes) -> None:
    """On disk under a name nobody looks for, then renamed, and the folder on disk as well."""
    hidden = folder / f".{name}.part"
    with open(os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    hidden.replace(folder / name)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
