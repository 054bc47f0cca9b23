"""Signing a token: whoever holds a key says who asks, for a minute or so, to one service."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import Key

from shared.clock import Clock
from shared.identity.claims import LONGEST_SECONDS, TYPE, Claims
from shared.identity.keys import algorithm, key_id, read_private
from shared.identity.principal import Role


@dataclass(frozen=True)
class Signer:
    """An issuer's name, and the key that it signs with."""

    issuer: str
    key: Key


def signer(issuer: str, path: Path) -> Signer:
    """From a file of mode 600 with one private JWK. Raises OSError and KeyRefused."""
    return Signer(issuer, read_private(path))


def minted(
    by: Signer,
    *,
    actor: str,
    audience: str,
    clock: Clock,
    roles: Sequence[Role] = (),
    org: str = "",
    seconds: int = 60,
    via: str = "",
) -> str:
    """A token for `actor` to show to the service named `audience`, for so many seconds, at most 300.

    `via`: the id of the key that an agency proved itself with: once that is taken back, the token is too.
    `clock` is the wall's: a token lives no longer where the domain's clock stands, and no shorter where it runs.
    Raises ValueError for what no token may say: an actor that is none, a role that there is not.
    """
    if not 0 < seconds <= LONGEST_SECONDS:
        raise ValueError(f"a token lasts from 1 to {LONGEST_SECONDS} seconds")
    now = int(clock.now().timestamp())
    claims = Claims(
        iss=by.issuer,
        aud=audience,
        sub=actor,
        roles=list(roles),
        org=org,
        iat=now,
        exp=now + seconds,
        jti=str(uuid4()),
        via=via,
    )
    name = algorithm(by.key)
    header = {"alg": name, "kid": key_id(by.key), "typ": TYPE}
    return jwt.encode(header, claims.model_dump(), by.key, algorithms=[name])
