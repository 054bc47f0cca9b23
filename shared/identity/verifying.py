"""Reading a token: whose key, whether it was signed with it, then what it says. Nothing is believed before."""

from datetime import UTC, datetime

from shared.clock import Clock
from shared.identity.claims import LONGEST_SECONDS, SKEW_SECONDS, TYPE, Claims
from shared.identity.issuers import Issuers
from shared.identity.principal import Principal
from shared.identity.refused import NotVerified
from shared.identity.signed import claims_of, header_of


def verified(token: str, *, issuers: Issuers, audience: str, clock: Clock) -> Principal:
    """Whom the token speaks for, to the service named `audience`. Raises NotVerified and nothing else.

    `clock` is the wall's, as where the token was minted.
    """
    header = header_of(token)
    known = issuers.of(header.kid)
    if known is None:
        raise NotVerified("unknown-key")
    claims = claims_of(token, header, known.key, Claims)
    if header.typ != TYPE:
        raise NotVerified("malformed")
    if claims.iss != known.issuer.name:
        raise NotVerified("wrong-issuer")
    if claims.aud != audience:
        raise NotVerified("wrong-audience")
    in_time(claims.iat, claims.exp, clock.now())
    if not known.issuer.may_speak_for(claims.sub):
        raise NotVerified("not-its-to-say")
    expires_at = datetime.fromtimestamp(claims.exp, UTC)
    roles, org = tuple(claims.roles), claims.org
    return Principal(claims.sub, roles, org, claims.iss, claims.jti, expires_at, claims.via)


def in_time(issued: int, expires: int, now: datetime) -> None:
    """All in seconds since 1970. Raises NotVerified: also for what is good for longer than anything may be."""
    seconds = now.timestamp()
    if expires - issued > LONGEST_SECONDS:
        raise NotVerified("lasts-too-long")
    if issued > seconds + SKEW_SECONDS:
        raise NotVerified("not-yet")
    if expires <= seconds - SKEW_SECONDS:
        raise NotVerified("expired")
