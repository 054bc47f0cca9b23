"""Making seals and opening them, and keys under a key: AES-256-GCM, each nonce random.

Apart from `Sealed` itself, so that what decides and folds cannot reach a random number.
"""

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter
from pydantic_core import to_json

from shared.sealed import Sealed, T

NONCE_BYTES = 12  # AES-GCM's own size; random is safe far beyond the number of fields of a case
KEY_BYTES = 32


def new_key() -> bytes:
    return AESGCM.generate_key(KEY_BYTES * 8)


def seal(value: Sealed[T], key_id: str, key: bytes) -> Sealed[T]:
    """The same value, as ciphertext bound to the key's id."""
    if value.box:
        return value
    nonce = os.urandom(NONCE_BYTES)
    box = nonce + AESGCM(key).encrypt(nonce, to_json(value.plain), key_id.encode())
    return Sealed(key=key_id, box=base64.b64encode(box).decode())


def unseal(value: Sealed[T], type_: type[T], key: bytes) -> T:
    """Read a sealed value. Raises cryptography's InvalidTag when key or bytes are not the right ones."""
    box = base64.b64decode(value.box)
    plain = AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], value.key.encode())
    return TypeAdapter(type_).validate_json(plain)


def seal_bytes(content: bytes, bound_to: str, key: bytes) -> bytes:
    """A document, bound to its own id."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def unseal_bytes(box: bytes, bound_to: str, key: bytes) -> bytes:
    return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], bound_to.encode())


def wrap(key: bytes, key_id: str, wrapping_key: bytes) -> bytes:
    """A case's key under the installation's, bound to its id: how it is stored and published."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, key, key_id.encode())


def unwrap(wrapped: bytes, key_id: str, wrapping_key: bytes) -> bytes:
    return AESGCM(wrapping_key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], key_id.encode())
