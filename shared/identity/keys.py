"""Keys as JSON Web Keys (RFC 7517): each says its own algorithm, and signs and verifies with no other.

Its id is its thumbprint (RFC 7638), so no two keys have one id, and nobody chooses an id that is another's.
"""

import json
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey

from shared.edge import BadInput, parse

MOST_BYTES = 2_000
_ALGORITHMS = {("OKP", "Ed25519"): "Ed25519", ("EC", "P-256"): "ES256"}
ALGORITHMS = frozenset(_ALGORITHMS.values())


class KeyRefused(Exception):
    """A key that is not one of the two kinds there are here, or is not of the half that is wanted."""


def new_key() -> OKPKey:
    """A private key, Ed25519."""
    made = OKPKey.generate_key("Ed25519", private=True)
    return OKPKey.import_key(_named(made.as_dict(private=True), made))


def public_key(document: dict[str, Any]) -> Key:
    """Its public half, to verify with. Raises KeyRefused: also for a private key, which is nobody's to send."""
    key = _imported(document)
    if key.is_private:
        raise KeyRefused("must be a public key: keep the private one to yourself, and make another pair")
    return key


def private_key(document: dict[str, Any]) -> Key:
    """To sign with. Raises KeyRefused."""
    key = _imported(document)
    if not key.is_private:
        raise KeyRefused("must be a private key")
    return key


def read_private(path: Path) -> Key:
    """From a file that only its owner reads. Raises OSError and KeyRefused."""
    if path.stat().st_mode & 0o077:
        raise KeyRefused("must be readable by its owner alone (mode 600)")
    return private_key(document_of(path.read_bytes()))


def document_of(text: bytes) -> dict[str, Any]:
    """Raises KeyRefused."""
    try:
        found = parse(text) if len(text) <= MOST_BYTES else None
    except BadInput:
        found = None
    if not isinstance(found, dict):
        raise KeyRefused("must be one JSON Web Key")
    return found


def public_document(key: Key) -> dict[str, Any]:
    """What may be told to everybody."""
    return _named(key.as_dict(private=False), key)


def public_text_of(key: Key) -> bytes:
    """The same as text, as it is sent and kept."""
    return json.dumps(public_document(key)).encode()


def private_document(key: Key) -> bytes:
    return json.dumps(_named(key.as_dict(private=True), key)).encode()


def algorithm(key: Key) -> str:
    return _ALGORITHMS[key.key_type, str(key.dict_value.get("crv"))]


def key_id(key: Key) -> str:
    return key.thumbprint()


def _imported(document: dict[str, Any]) -> Key:
    known = _ALGORITHMS.get((str(document.get("kty")), str(document.get("crv"))))
    if known is None or document.get("alg", known) != known:
        raise KeyRefused("must be an Ed25519 key (OKP) or a P-256 key (EC) with its own algorithm")
    try:
        type_ = OKPKey if document["kty"] == "OKP" else ECKey
        key: Key = type_.import_key({name: document[name] for name in _MEANT if name in document})
        _ = key.raw_value  # only now is a point noticed that is on no curve
    except (JoseError, ValueError, TypeError, KeyError):
        raise KeyRefused("must be a whole key, by RFC 7517") from None
    if document.get("kid", key_id(key)) != key_id(key):
        raise KeyRefused("must have its thumbprint (RFC 7638) as kid, or none")
    return key


_MEANT = ("kty", "crv", "x", "y", "d")


def _named(document: Any, key: Key) -> dict[str, Any]:
    return {**document, "alg": algorithm(key), "kid": key_id(key)}
