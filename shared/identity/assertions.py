"""What an agency proves itself with when it asks for a token: a JWT that it signed itself (RFC 7523).

Read as strictly as a token where it matters: the key decides the algorithm, the audience is one address of ours,
and it is good for five minutes at most. What else an agency's library puts into it is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from joserfc.jwk import Key
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.clock import Clock
from shared.identity.claims import LONGEST_SECONDS, SKEW_SECONDS, TYPE, Instant
from shared.identity.refused import NotVerified
from shared.identity.signed import claims_of, header_of
from shared.identity.verifying import in_time

Whose = Callable[[str], tuple[str, Key] | None]


@dataclass(frozen=True)
class Asserted:
    """`id`: the assertion's own, good once. `key`: the id of the key that signed it."""

    agency: str
    id: str
    key: str
    expires_at: datetime


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, hide_input_in_errors=True)
    iss: str
    sub: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    aud: str | Annotated[list[str], Field(min_length=1, max_length=1)]
    exp: Instant
    iat: Instant | None = None
    nbf: Instant | None = None
    jti: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]


def asserted(assertion: str, *, keys: Whose, audience: str, clock: Clock) -> Asserted:
    """Which agency it is, by `keys`: whose key has an id, None where it is nobody's.

    `audience`: the address that tokens are asked for at. Raises NotVerified, and what `keys` raises.
    """
    header = header_of(assertion)
    if header.typ == TYPE:
        raise NotVerified("malformed")  # a token of ours proves nothing about who brings it here
    known = keys(header.kid)
    if known is None:
        raise NotVerified("unknown-key")
    agency, key = known
    said = claims_of(assertion, header, key, _Said)
    if said.iss != agency or said.sub != agency:
        raise NotVerified("wrong-issuer")
    if audience not in ([said.aud] if isinstance(said.aud, str) else said.aud):
        raise NotVerified("wrong-audience")
    _in_time(said, clock.now())
    return Asserted(agency, said.jti, header.kid, datetime.fromtimestamp(said.exp, UTC))


def _in_time(said: _Said, now: datetime) -> None:
    """It need not say when it was made; then it is good for no longer from now. Raises NotVerified."""
    if said.exp > now.timestamp() + LONGEST_SECONDS + SKEW_SECONDS:
        raise NotVerified("lasts-too-long")
    began = [at for at in (said.iat, said.nbf) if at is not None]
    in_time(max(began, default=said.exp - LONGEST_SECONDS), said.exp, now)
