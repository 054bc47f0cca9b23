"""One key per case: who makes it, where it is kept, how it is found.

The service that opens a stream makes its key; the others hear it on the compacted topic `case-keys`. Keys are
stored and published wrapped under the installation's wrapping key.
"""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

from cachetools import LRUCache
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.event_log import Database
from shared.events.base import Undecodable
from shared.sealed import Sealed, T, replace_sealed
from shared.sealing import new_key, seal, unseal, unwrap, wrap
from shared.transaction import Transaction

TOPIC = "case-keys"
REMEMBERED_KEYS = 10_000
_HEARD = (
    "INSERT INTO case_key (key_id, wrapped, made_here, kafka_offset) VALUES ($1, $2, false, $3)"
    " ON CONFLICT (key_id) DO UPDATE SET kafka_offset = coalesce(case_key.kafka_offset, excluded.kafka_offset)"
)


class KeyNotHere(Exception):
    """The case's key has not reached us yet. Ours to wait for, not the caller's fault."""


class Keyring:
    def __init__(self, wrapping_key: bytes) -> None:
        self._wrapping_key = wrapping_key
        self._opened: LRUCache[tuple[str, bytes], bytes] = LRUCache(REMEMBERED_KEYS)

    def fingerprint(self, text: str) -> str:
        """A keyed hash: tells whether two commands are the same, and nothing else."""
        return hmac.digest(self._wrapping_key, text.encode(), "sha256").hex()[:32]

    def hasher(self, purpose: str) -> Callable[[str], str]:
        """Keyed hashes for one purpose, nothing to those of another. Another wrapping key, other hashes."""
        key = self.key_for(purpose)
        return lambda text: hmac.digest(key, text.encode(), "sha256").hex()

    def key_for(self, purpose: str) -> bytes:
        """A key of this installation for one purpose, for what belongs to no case."""
        return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(self._wrapping_key)

    async def find(self, db: Database, key_id: str) -> bytes:
        """The key of this case. Raises KeyNotHere."""
        wrapped = await db.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", key_id)
        if wrapped is None:
            raise KeyNotHere(key_id)
        return self._unwrapped(key_id, wrapped)

    async def find_or_make(self, tx: Transaction, key_id: str, *, may_make: bool) -> bytes:
        """Within a transaction: a new key is stored with it."""
        wrapped = await tx.wrapped_key(key_id)
        if wrapped is not None:
            return self._unwrapped(key_id, wrapped)
        if not may_make:
            raise KeyNotHere(key_id)
        key = new_key()
        tx.add_key(key_id, wrap(key, key_id, self._wrapping_key))
        return key

    def _unwrapped(self, key_id: str, wrapped: bytes) -> bytes:
        """Remembered by its bytes: a key that was erased, or rolled back, is not found here again."""
        if (key_id, wrapped) not in self._opened:
            self._opened[key_id, wrapped] = unwrap(wrapped, key_id, self._wrapping_key)
        return self._opened[key_id, wrapped]

    async def open(self, db: Database, value: Sealed[T], type_: type[T]) -> T:
        return unseal(value, type_, await self.find(db, value.key))

    def hear(self, tx: Transaction, wire: bytes, offset: int) -> None:
        """Take in a record of `case-keys`. A key we already have stays as it is."""
        key_id, wrapped = read_key(wire)
        try:
            unwrap(wrapped, key_id, self._wrapping_key)
        except InvalidTag:
            raise Undecodable("this key was wrapped under another wrapping key") from None
        tx.about(key_id)(_HEARD, key_id, wrapped, offset)


def write_key(key_id: str, wrapped: bytes) -> bytes:
    return json.dumps({"key": key_id, "wrapped": base64.b64encode(wrapped).decode()}).encode()


def read_key(wire: bytes) -> tuple[str, bytes]:
    try:
        it = json.loads(wire)
        return str(it["key"]), base64.b64decode(it["wrapped"], validate=True)
    except (ValueError, KeyError, TypeError):
        raise Undecodable("not a wrapped key") from None


def sealed_under(event: Any, key_id: str, key: bytes) -> Any:
    """The same event with every plain personal value turned into ciphertext."""
    return replace_sealed(event, lambda value: seal(value, key_id, key))
