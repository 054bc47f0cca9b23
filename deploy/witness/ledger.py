"""Where notes are kept: a folder, a file for each, written once.

The folder belongs where whoever runs the services cannot rewrite it: a write-once store, or another's machine.
Nothing here ever opens a note that exists for writing, so a store that refuses this is no hindrance.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"^(\d{8})\.note$")


class Ledger:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> list[int]:
        """Of the notes that are there, in order."""
        if not self.folder.is_dir():
            return []
        return sorted(int(found[1]) for name in os.listdir(self.folder) if (found := _NAME.match(name)))

    def note(self, number: int) -> bytes:
        return self._path(number).read_bytes()

    def notes(self) -> Iterator[tuple[int, bytes]]:
        return ((number, self.note(number)) for number in self.numbers())

    def keep(self, number: int, note: bytes) -> None:
        """Whole or not at all, on disk before it returns. Raises FileExistsError: a second note of that number
        would be a fork.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        written = self.folder / f".{number:08}.{os.getpid()}"
        with written.open("wb") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(written, self._path(number))  # unlike a rename, it never replaces
        finally:
            written.unlink()

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08}.note"
