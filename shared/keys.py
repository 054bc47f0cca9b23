"""One key per case: who makes it, where it is kept, how it is found.

The service that opens a stream makes its key; the others hear it on the compacted topic `case-keys`. Keys are
stored and published wrapped under the installation's wrapping key. Unwrapping one takes microseconds, so none is
remembered: a key that was destroyed in the database is in no process either.
"""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared import looking
from shared.decider import Refused
from shared.event_log import Database
from shared.events.base import Undecodable
from shared.purposes import Purpose
from shared.sealed import Sealed, T, replace_sealed
from shared.sealing import new_key, seal, unseal
from shared.transaction import Transaction
from shared.unwrapping import Unwrapping
from shared.wrapping import Wrapping, WrappingKeys
from shared.writes import Write

TOPIC = "case-keys"
OF_A_RECORD = "quarantine/"  # so begins the id of the key of a record that was set aside
# Of a case that was erased none is stored again, from however old a record it comes.
_HEARD = (
    "INSERT INTO case_key (key_id, wrapped, made_here, kafka_offset)"
    " SELECT $1::text, $2::bytea, false, $3::bigint"
    " WHERE NOT EXISTS (SELECT FROM log.erased WHERE key_id = $1::text)"
    " ON CONFLICT (key_id) DO UPDATE SET kafka_offset = coalesce(case_key.kafka_offset, excluded.kafka_offset)"
)
# A backup may be older than a rotation: what is stored then opens for nobody any more, and Kafka has what does.
_FOR_WHAT_NEVER_OPENS = (
    "UPDATE case_key SET wrapped = $2::bytea WHERE key_id = $1"
    " AND NOT EXISTS (SELECT FROM unnest($3::bytea[]) b WHERE substring(wrapped FOR length(b)) = b)"
)
# Whoever said it again had not heard of the erasure yet: its tombstone has to come after it.
_SAID_AGAIN = "UPDATE log.erased SET tombstone = NULL WHERE key_id = $1 AND tombstone < $2"
_NEVER_AGAIN = "INSERT INTO log.erased (key_id, subject) VALUES ($1, $2) ON CONFLICT (key_id) DO NOTHING"
_ERASED = "SELECT EXISTS (SELECT FROM log.erased WHERE key_id = $1)"


class KeyNotHere(Exception):
    """The case's key has not reached us yet. Ours to wait for, not the caller's fault."""


class Erased(Refused):
    """Nothing of this case can be opened or sealed any more, anywhere, by anybody."""

    def __init__(self) -> None:
        super().__init__("erased", "This case was erased: nothing of it can be read, or recorded any more.")


class NotItsPurpose(Exception):
    """A route opened something for what the table of openings does not name for it: a bug of ours, and nothing was
    opened.
    """


class Keyring:
    def __init__(self, wrapping: bytes | Wrapping) -> None:
        """The installation's wrapping keys, wherever they are kept, or one key that never changes."""
        self._wrapping: Wrapping = WrappingKeys(wrapping) if isinstance(wrapping, bytes) else wrapping
        self._unwrapping = Unwrapping(self._wrapping)
        self._hashing_key = self._wrapping.hashing_key

    def fingerprint(self, text: str) -> str:
        """A keyed hash: tells whether two commands are the same, and nothing else."""
        return hmac.digest(self._hashing_key, text.encode(), "sha256").hex()[:32]

    def hasher(self, purpose: str) -> Callable[[str], str]:
        """Keyed hashes for one purpose, nothing to those of another. Another hashing key, other hashes."""
        key = self.key_for(purpose)
        return lambda text: hmac.digest(key, text.encode(), "sha256").hex()

    def key_for(self, purpose: str) -> bytes:
        """A key of this installation for one purpose, for what belongs to no case."""
        return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(self._hashing_key)

    async def find(self, db: Database, key_id: str, purpose: Purpose) -> bytes:
        """The key of this case, to open what is sealed for one purpose; it is noted who did, and what for.

        Raises KeyNotHere, Erased, KeyServiceAway, or NotItsPurpose.
        """
        now = looking.now()
        if now.may_open is not None and purpose not in now.may_open:
            raise NotItsPurpose(purpose)
        wrapped = await db.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", key_id)
        if wrapped is None:
            raise await self._missing(db, key_id)
        key = await self._unwrapped(wrapped, key_id)
        now.opened.setdefault(key_id, set()).add(purpose)
        return key

    async def find_or_make(self, tx: Transaction, key_id: str, *, may_make: bool) -> bytes:
        """Within a transaction: a new key is stored with it. Raises KeyNotHere, Erased, or KeyServiceAway."""
        wrapped = await tx.wrapped_key(key_id)
        if wrapped is not None:
            return await self._unwrapped(wrapped, key_id)
        begun = bool((await tx.stream(key_id)).heads)  # what nobody has spoken of yet, nobody erased
        if not may_make or begun:
            missing = await self._missing(tx.connection, key_id)
            if not may_make or isinstance(missing, Erased):
                raise missing
        key = new_key()
        tx.add_key(key_id, self._wrapping.wrap(key, key_id))
        return key

    async def _unwrapped(self, wrapped: bytes, key_id: str) -> bytes:
        """Of a backup from before a rotation, what opens has still to come."""
        ours = self._wrapping.beginnings()
        if ours and not wrapped.startswith(tuple(ours)):
            raise KeyNotHere(key_id)
        return await self._unwrapping.unwrap(wrapped, key_id)

    async def _missing(self, db: Database, key_id: str) -> "KeyNotHere | Erased":
        return Erased() if await db.fetchval(_ERASED, key_id) else KeyNotHere(key_id)

    async def open(self, db: Database, value: Sealed[T], type_: type[T], purpose: Purpose) -> T:
        """What is sealed, for one purpose. Raises as `find` does, and InvalidTag."""
        return unseal(value, type_, await self.find(db, value.key, purpose))

    def hear(self, tx: Transaction, wire: bytes, offset: int) -> None:
        """Take in a record of `case-keys`. A key that we have stays as it is, if its pair is still
        there; one that was erased is not kept, nor one of a record that another service set aside.
        """
        key_id, wrapped = read_key(wire)
        if key_id.startswith(OF_A_RECORD) and made_by(wire) not in ("", tx.source):
            return  # nobody opens it but the service that set it aside: so it alone destroys it
        if not self._wrapping.recognises(wrapped, key_id):
            raise Undecodable("this key was wrapped under another wrapping key")
        tx.about(key_id)(_HEARD, key_id, wrapped, offset)
        if ours := self._wrapping.beginnings():
            tx.about(key_id)(_FOR_WHAT_NEVER_OPENS, key_id, wrapped, ours)
        tx.about(key_id)(_SAID_AGAIN, key_id, offset)


def never_again(write: Write, key_id: str, subject: str) -> None:
    """No record of `case-keys` and no backup brings it back. `subject`: on which stream that was decided."""
    write(_NEVER_AGAIN, key_id, subject)


def destroy(write: Write, key_id: str, subject: str) -> None:
    """Here, and for ever; in a view, so that it is done again of an old backup or a lost database."""
    never_again(write, key_id, subject)
    write("DELETE FROM log.case_key WHERE key_id = $1", key_id)


def write_key(key_id: str, wrapped: bytes, by: str = "") -> bytes:
    """`by`: the service that made it."""
    told = {"key": key_id, "wrapped": base64.b64encode(wrapped).decode(), "by": by}
    return json.dumps({name: value for name, value in told.items() if value}).encode()


def made_by(wire: bytes) -> str:
    """Of what `read_key` could read; empty where nobody said so."""
    return str(json.loads(wire).get("by", ""))


def read_key(wire: bytes) -> tuple[str, bytes]:
    try:
        it = json.loads(wire)
        return str(it["key"]), base64.b64decode(it["wrapped"], validate=True)
    except (ValueError, KeyError, TypeError):
        raise Undecodable("not a wrapped key") from None


def sealed_under(event: Any, key_id: str, key: bytes) -> Any:
    """The same event with every plain personal value turned into ciphertext."""
    return replace_sealed(event, lambda value: seal(value, key_id, key))
