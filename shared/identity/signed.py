"""A compact JWS (RFC 7515), read as strictly as any document from outside, and never by its own word.

The key decides the algorithm. A header that asks for another (none, or HS256 with a public key for its secret), or
that says more than three things, is refused before any signature is looked at.
"""

import base64
import re
from typing import TypeVar

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key
from pydantic import BaseModel

from shared.edge import BadInput, read
from shared.identity.claims import MOST_CHARACTERS, Header
from shared.identity.keys import algorithm
from shared.identity.refused import NotVerified

M = TypeVar("M", bound=BaseModel)
_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*")


def header_of(token: str) -> Header:
    """What it says of itself, believed by nobody yet. Raises NotVerified."""
    if len(token) > MOST_CHARACTERS:
        raise NotVerified("overlong")
    whole = _COMPACT.fullmatch(token)
    if not whole:
        raise NotVerified("malformed")
    return _read(_decoded(whole[1]), Header)


def claims_of(token: str, header: Header, key: Key, claims: type[M]) -> M:
    """What was signed with this key. Raises NotVerified."""
    if header.alg != algorithm(key):
        raise NotVerified("wrong-algorithm")
    try:
        signed = jws.deserialize_compact(token.encode(), key, algorithms=[header.alg])
    except (JoseError, ValueError):
        raise NotVerified("forged") from None
    return _read(signed.payload or b"", claims)


def _read(document: bytes, model: type[M]) -> M:
    try:
        return read(document, model)
    except BadInput:
        raise NotVerified("malformed") from None


def _decoded(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise NotVerified("malformed") from None
