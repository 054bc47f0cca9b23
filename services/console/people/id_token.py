"""Whether an id token is the issuer's word, to us, about this very sign-in. Pure: keys and time are given."""

from collections.abc import Callable, Mapping
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, RSAKey, guess_key

from services.console.people.issuers import Issuer

LEEWAY_SECONDS = 60  # by which two clocks may differ


class Forged(Exception):
    """Not to be believed. `rule`: which check it failed; nothing of the token."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class ShortKey(Exception):
    """Signed with an RSA key that has fewer bits than the file asks of this issuer (its id)."""

    def __init__(self, issuer: str) -> None:
        super().__init__(issuer)
        self.issuer = issuer


def claims_of(
    token: str, issuer: Issuer, keys: Mapping[str, Any], *, nonce: str, max_age: int | None, now: int
) -> dict[str, Any]:
    """Its claims (OpenID Connect Core 1.0, section 3.1.3.7). Raises Forged and ShortKey.

    `keys`: the issuer's published set. `now` and `max_age` are seconds; with `max_age` the person must have proven
    who they are no longer ago.
    """
    try:
        # The algorithms are ours to choose: what the token says of itself only has to be one of them.
        read = jwt.decode(token, _long_enough(keys, issuer), algorithms=list(issuer.algorithms))
    except (JoseError, ValueError, TypeError, KeyError):
        raise Forged("signature") from None
    claims = CodeIDToken(
        read.claims,
        read.header,
        {
            "iss": {"essential": True, "value": issuer.issuer},
            "aud": {"essential": True, "value": issuer.client_id},
        },
        {"nonce": nonce, "client_id": issuer.client_id},
    )
    try:
        claims.validate(now, LEEWAY_SECONDS)
    except JoseError as error:
        raise Forged(f"claim-{getattr(error, 'claim', None) or 'missing'}") from None
    except (ValueError, TypeError):
        raise Forged("claims") from None
    _recent_enough(claims, max_age, now)
    return dict(claims)


def proven_seconds_ago(claims: Mapping[str, Any], now: int) -> int | None:
    """How long ago they proved who they are; None where the issuer does not say."""
    at = claims.get("auth_time")
    return max(0, now - int(at)) if isinstance(at, int | float) and not isinstance(at, bool) else None


def _recent_enough(claims: Mapping[str, Any], max_age: int | None, now: int) -> None:
    if max_age is None:
        return
    ago = proven_seconds_ago(claims, now)
    if ago is None or ago > max_age + LEEWAY_SECONDS:
        raise Forged("claim-auth_time")


def _long_enough(keys: Mapping[str, Any], issuer: Issuer) -> Callable[[Any], Key]:
    """Which of the keys a token was signed with. Of the others nothing is asked: a set may hold older ones."""
    published = KeySet.import_key_set(_as_keys(keys))

    def found(token: Any) -> Key:
        key = guess_key(published, token, use="sig")
        if isinstance(key, RSAKey) and key.public_key.key_size < issuer.rsa_bits:
            raise ShortKey(issuer.id)
        return key

    return found


def _as_keys(keys: Mapping[str, Any]) -> Any:
    """Of those for signatures: a set may hold others, and kinds that are none of ours."""
    found = [each for each in keys.get("keys", ()) if isinstance(each, dict) and each.get("use", "sig") == "sig"]
    return {"keys": found}
