"""Who is trusted to sign, and for whom it may speak: a file, read at start.

[[issuers]]
name = "console"
speaks_for = ["person"]
keys = "console.jwks.json"      # beside this file; one or two public keys, so that they can change
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from joserfc.jwk import Key
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.edge import BadInput, parse
from shared.identity.keys import KeyRefused, key_id, public_key
from shared.identity.principal import Kind

LIVE_KEYS = 2  # the one in use, and the one before or after it


class IssuersUnreadable(Exception):
    """The file, or a file of keys that it names, is not as it must be: nothing starts with it."""


class _Configured(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Issuer(_Configured):
    """`speaks_for` a service means for itself alone: `service:<name>`."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    speaks_for: Annotated[tuple[Kind, ...], Field(min_length=1)]
    keys: Path

    def may_speak_for(self, actor: str) -> bool:
        kind = actor.partition(":")[0]
        return kind in self.speaks_for and (kind != "service" or actor == f"service:{self.name}")


class _File(_Configured):
    issuers: Annotated[tuple[Issuer, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Trusted:
    """A key, and whose it is."""

    issuer: Issuer
    key: Key


class Issuers:
    """Whose key a `kid` is."""

    def __init__(self, keys: Mapping[str, Trusted]) -> None:
        self._keys = dict(keys)

    def of(self, kid: str) -> Trusted | None:
        return self._keys.get(kid)


def read_issuers(path: Path) -> Issuers:
    """Raises IssuersUnreadable, which names the file and what is wrong with it."""
    try:
        named = _File.model_validate(tomllib.loads(path.read_text())).issuers
        keys = [Trusted(issuer, key) for issuer in named for key in _keys(path.parent / issuer.keys)]
    except (OSError, ValueError, BadInput, KeyRefused) as error:
        raise IssuersUnreadable(f"{path.name} cannot be used: {_what(error)}") from None
    found = {key_id(each.key): each for each in keys}
    if len(found) != len(keys) or len({issuer.name for issuer in named}) != len(named):
        raise IssuersUnreadable(f"{path.name} cannot be used: each issuer, and each key, must stand there once")
    return Issuers(found)


def _what(error: Exception) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)


def _keys(path: Path) -> Iterator[Key]:
    document: Any = parse(path.read_bytes())
    listed = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= LIVE_KEYS:
        raise KeyRefused(f"{path.name} must be a JWK set of one or two keys")
    for each in listed:
        if not isinstance(each, dict):
            raise KeyRefused(f"{path.name} must be a JWK set of one or two keys")
        yield public_key(each)
