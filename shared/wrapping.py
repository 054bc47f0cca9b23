"""The keys that wrap the keys of cases, as a port, and the adapter whose keys are in a file: the newest wraps, all
that are there still unwrap. The other adapter is `shared/token_keys.py`.

The file holds 32 bytes a key, the newest first, and one key where none was ever rotated. It is looked at again
when it changed, so that a rotation needs no restart. Keyed hashes must not change with it, or repeats would not be
known again: they are made with `hashing.key` beside it, which the first rotation makes of the first key.
"""

from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag

from shared.sealing import KEY_BYTES, unwrap, wrap

HASHING = "hashing.key"


class KeyServiceAway(Exception):
    """Where the wrapping key is kept does not answer: what is sealed cannot be opened now. Ours to wait for."""


class Wrapping(Protocol):
    """`hashing_key`: what keyed hashes are made with, whichever wraps. `key_id` is bound to what is wrapped."""

    hashing_key: bytes

    def wrap(self, key: bytes, key_id: str, /) -> bytes:
        """Under the newest. It needs nobody who may be away."""

    def unwrap(self, wrapped: bytes, key_id: str, /) -> bytes:
        """Under whichever it is. Raises InvalidTag, KeyServiceAway."""

    def recognises(self, wrapped: bytes, key_id: str, /) -> bool:
        """Whether it was wrapped under a key of this installation, as far as can be told with nobody's help."""

    def beginnings(self) -> list[bytes]:
        """With one of these everything begins that opens here; empty where its beginning tells nothing."""

    def is_newest(self, wrapped: bytes, key_id: str, /) -> bool:
        """Whether it opens, and is under the newest. Raises InvalidTag where no key opens it, KeyServiceAway."""


class WrappingKeys:
    def __init__(self, source: bytes | Path) -> None:
        """Their file, or in a test its contents, which then never change. Raises ValueError for another length."""
        self._file = source if isinstance(source, Path) else None
        self._seen: object = None
        self._keys = _split(source) if isinstance(source, bytes) else []
        self._look_again()
        self.hashing_key = self._hashing()

    def wrap(self, key: bytes, key_id: str) -> bytes:
        """Under the newest."""
        self._look_again()
        return wrap(key, key_id, self._keys[0])

    def unwrap(self, wrapped: bytes, key_id: str) -> bytes:
        """Under whichever it is. Raises InvalidTag."""
        try:
            return self._unwrapped(wrapped, key_id)
        except InvalidTag:
            if not self._look_again():
                raise
        return self._unwrapped(wrapped, key_id)

    def recognises(self, wrapped: bytes, key_id: str) -> bool:
        try:
            self.unwrap(wrapped, key_id)
        except InvalidTag:
            return False
        return True

    def beginnings(self) -> list[bytes]:
        return []

    def is_newest(self, wrapped: bytes, key_id: str) -> bool:
        """Whether it is wrapped under the newest. Raises InvalidTag where no key opens it."""
        self._look_again()
        try:
            unwrap(wrapped, key_id, self._keys[0])
        except InvalidTag:
            self.unwrap(wrapped, key_id)
            return False
        return True

    def _unwrapped(self, wrapped: bytes, key_id: str) -> bytes:
        for key in self._keys[:-1]:
            try:
                return unwrap(wrapped, key_id, key)
            except InvalidTag:
                continue
        return unwrap(wrapped, key_id, self._keys[-1])

    def _look_again(self) -> bool:
        """Whether the file had changed."""
        if self._file is None:
            return False
        found = seen(self._file)
        if found == self._seen:
            return False
        self._keys, self._seen = _split(self._file.read_bytes()), found
        return True

    def _hashing(self) -> bytes:
        own = self._file.with_name(HASHING) if self._file else None
        return own.read_bytes() if own and own.exists() else self._keys[-1]


def seen(file: Path) -> tuple[int, int, int]:
    """Another, when the file was written anew. Raises OSError."""
    found = file.stat()
    return found.st_mtime_ns, found.st_ino, found.st_size


def _split(content: bytes) -> list[bytes]:
    if not content or len(content) % KEY_BYTES:
        raise ValueError(f"the wrapping key's file must hold {KEY_BYTES} bytes for each key")
    return [content[start : start + KEY_BYTES] for start in range(0, len(content), KEY_BYTES)]
