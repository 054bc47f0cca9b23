"""A folder for file drops, beneath the real `FileDrop`: its process may die, or the disk fail, at every flush.

What was written is there when it was flushed. Whoever carries the files away looks when it likes, and believes
what the checksum says.
"""

import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shared.dispatch.file
from tests.simulation.world import World


@dataclass(frozen=True)
class Carried:
    """A file as it was found. `whole`: it was what its checksum says."""

    name: str
    content: bytes
    whole: bool


class FakeDisk:
    """In place of `asyncio.to_thread` and `os` of the module that drops files."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.carried: list[Carried] = []
        folder.mkdir(exist_ok=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    async def to_thread(self, do: Callable[..., Any], *args: Any) -> Any:
        """No thread runs on virtual time."""
        await self.world.latency()
        return do(*args)

    def fsync(self, descriptor: int) -> None:
        """The moment before, and the moment after: the caches of a real disk are not worth their wait."""
        if self.world.strike("file", "flush"):
            raise OSError(errno.EIO, "the disk failed")
        self.world.strike("file", "flushed")

    def carry(self, *, away: bool) -> None:
        """Look at what is there, and take it `away` or leave it."""
        for file in sorted(self.folder.glob("*.json")):
            checksum = Path(f"{file}.sha256")
            said = checksum.read_text().split()[0] if checksum.exists() else ""
            content = file.read_bytes()
            whole = said == hashlib.sha256(content).hexdigest()
            self.carried.append(Carried(file.name, content, whole))
            self.world.trace(f"carried {file.name}")
            if away and whole:
                file.unlink()
                checksum.unlink()


def beneath_files(disk: FakeDisk) -> list[tuple[Any, str, Any]]:
    """What the real `FileDrop` stands on: (module, name, what is put there)."""
    return [(shared.dispatch.file, "os", disk), (shared.dispatch.file, "asyncio", disk)]
