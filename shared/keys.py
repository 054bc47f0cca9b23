"""One key per case: who makes it, where it is kept, how it is found.

The service that opens a stream makes its key; the others hear it on the compacted topic `case-keys`. Keys are
stored and published wrapped under the installation's wrapping key.
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.exceptions import InvalidTag

from shared.event_log import Connection, Database
from shared.events.base import Undecodable
from shared.sealed import Sealed, T, replace_sealed
from shared.sealing import new_key, seal, unseal, unwrap, wrap

TOPIC = "case-keys"


class KeyNotHere(Exception):
    """The case's key has not reached us yet. Ours to wait for, not the caller's fault."""


class Keyring:
    def __init__(self, wrapping_key: bytes) -> None:
        self._wrapping_key = wrapping_key
        self._known: dict[str, bytes] = {}

    def fingerprint(self, text: str) -> str:
        """A keyed hash: tells whether two commands are the same, and nothing else."""
        return hmac.new(self._wrapping_key, text.encode(), hashlib.sha256).hexdigest()[:32]

    async def find(self, connection: Database, key_id: str) -> bytes:
        """The key of this case. Raises KeyNotHere."""
        if key_id not in self._known:
            wrapped = await connection.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", key_id)
            if wrapped is None:
                raise KeyNotHere(key_id)
            self._known[key_id] = unwrap(wrapped, key_id, self._wrapping_key)
        return self._known[key_id]

    async def make(self, connection: Connection, key_id: str) -> bytes:
        """A new key, stored in the caller's transaction. Not remembered: it may be rolled back."""
        key = new_key()
        await connection.execute(
            "INSERT INTO log.case_key (key_id, wrapped, made_here) VALUES ($1, $2, true)",
            key_id,
            wrap(key, key_id, self._wrapping_key),
        )
        return key

    async def find_or_make(self, connection: Connection, key_id: str, *, may_make: bool) -> bytes:
        try:
            return await self.find(connection, key_id)
        except KeyNotHere:
            if not may_make:
                raise
            return await self.make(connection, key_id)

    async def open(self, connection: Database, value: Sealed[T], type_: type[T]) -> T:
        return unseal(value, type_, await self.find(connection, value.key))

    async def hear(self, connection: Connection, wire: bytes, offset: int) -> None:
        """Take in a record of `case-keys`. A key we already have stays as it is."""
        key_id, wrapped = read_key(wire)
        try:
            unwrap(wrapped, key_id, self._wrapping_key)
        except InvalidTag:
            raise Undecodable("this key was wrapped under another wrapping key") from None
        await connection.execute(
            "INSERT INTO log.case_key (key_id, wrapped, made_here, kafka_offset)"
            " VALUES ($1, $2, false, $3) ON CONFLICT (key_id) DO UPDATE"
            " SET kafka_offset = coalesce(case_key.kafka_offset, excluded.kafka_offset)",
            key_id,
            wrapped,
            offset,
        )


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
