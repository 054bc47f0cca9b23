"""A token is believed whole or not at all: each way to be wrong has its own name, and none is an error of ours."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt

from shared.identity.issuers import Issuers
from shared.identity.keys import algorithm, key_id, new_key
from shared.identity.minting import Signer, minted
from shared.identity.refused import NotVerified
from shared.identity.verifying import verified
from tests.identity.tokens import Authorities, Hand, coded, opened


def token_of(trust: Authorities, clock: Hand, **more: Any) -> str:
    wanted = {"actor": "person:m.ellis", "audience": "notifier", "roles": ["notifier"], "org": "Portsea"}
    return minted(trust.signers["console"], clock=clock, **(wanted | more))


def why(token: str, trust: Authorities, clock: Hand, audience: str = "notifier") -> str:
    with pytest.raises(NotVerified) as refused:
        verified(token, issuers=trust.issuers, audience=audience, clock=clock)
    assert token not in str(refused.value)
    return refused.value.reason


def signed(by: Signer, claims: dict[str, Any], **header: Any) -> str:
    name = algorithm(by.key)
    whole = {"alg": name, "kid": key_id(by.key), "typ": "at+jwt", **header}
    return jwt.encode(whole, claims, by.key, algorithms=[name])


def test_a_token_says_who_asks_and_in_which_roles(trust: Authorities, clock: Hand) -> None:
    found = verified(token_of(trust, clock), issuers=trust.issuers, audience="notifier", clock=clock)
    assert (found.actor, found.kind, found.issuer) == ("person:m.ellis", "person", "console")
    assert (found.roles, found.org) == (("notifier",), "Portsea")
    assert (found.expires_at - clock.now()).total_seconds() == 60


def test_each_token_has_an_id_of_its_own(trust: Authorities, clock: Hand) -> None:
    first, second = (opened(token_of(trust, clock))[1]["jti"] for _ in range(2))
    assert first != second


def test_a_forged_token_is_refused(trust: Authorities, clock: Hand) -> None:
    header, claims, signature = opened(token_of(trust, clock))
    claims["sub"] = "person:director"
    assert why(f"{coded(header)}.{coded(claims)}.{signature}", trust, clock) == "forged"


def test_a_token_without_its_signature_is_refused(trust: Authorities, clock: Hand) -> None:
    header, claims, _ = opened(token_of(trust, clock))
    assert why(f"{coded(header)}.{coded(claims)}.", trust, clock) == "forged"


def test_a_token_signed_with_another_key_under_a_known_kid_is_refused(trust: Authorities, clock: Hand) -> None:
    header, claims, _ = opened(token_of(trust, clock))
    stranger = Signer("console", new_key())
    assert why(signed(stranger, claims, kid=header["kid"]), trust, clock) == "forged"


def test_an_expired_token_is_refused(trust: Authorities, clock: Hand) -> None:
    token = token_of(trust, clock, seconds=60)
    clock.passes(60 + 29)
    assert verified(token, issuers=trust.issuers, audience="notifier", clock=clock)
    clock.passes(1)
    assert why(token, trust, clock) == "expired"


def test_a_token_from_the_future_is_refused(trust: Authorities, clock: Hand) -> None:
    token = token_of(trust, clock)
    clock.passes(-30)
    assert verified(token, issuers=trust.issuers, audience="notifier", clock=clock)
    clock.passes(-1)
    assert why(token, trust, clock) == "not-yet"


def test_a_token_that_lasts_longer_than_five_minutes_is_refused(trust: Authorities, clock: Hand) -> None:
    _, claims, _ = opened(token_of(trust, clock, seconds=300))
    assert verified(
        signed(trust.signers["console"], claims), issuers=trust.issuers, audience="notifier", clock=clock
    )
    claims["exp"] += 1
    assert why(signed(trust.signers["console"], claims), trust, clock) == "lasts-too-long"


@pytest.mark.parametrize("seconds", [0, -1, 301])
def test_no_token_is_minted_for_longer_than_five_minutes(trust: Authorities, clock: Hand, seconds: int) -> None:
    with pytest.raises(ValueError, match="1 to 300"):
        token_of(trust, clock, seconds=seconds)


@pytest.mark.parametrize("wrong", [{"actor": "m.ellis"}, {"actor": "role:all"}, {"roles": ["everything"]}])
def test_no_token_is_minted_for_what_is_no_actor_or_no_role(
    trust: Authorities, clock: Hand, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="validation error"):
        token_of(trust, clock, **wrong)


def test_a_token_for_another_service_is_refused(trust: Authorities, clock: Hand) -> None:
    assert why(token_of(trust, clock, audience="reviews"), trust, clock) == "wrong-audience"


def test_a_token_of_another_issuer_s_name_is_refused(trust: Authorities, clock: Hand) -> None:
    _, claims, _ = opened(token_of(trust, clock))
    assert why(signed(trust.signers["console"], {**claims, "iss": "intake"}), trust, clock) == "wrong-issuer"


def test_a_token_under_the_kid_of_another_issuer_is_refused(trust: Authorities, clock: Hand) -> None:
    """Intake's own key, and a token that says the console's name: intake would speak for persons."""
    _, claims, _ = opened(token_of(trust, clock))
    assert why(signed(trust.signers["intake"], claims), trust, clock) == "wrong-issuer"


def test_a_token_of_an_unknown_key_is_refused(trust: Authorities, clock: Hand) -> None:
    _, claims, _ = opened(token_of(trust, clock))
    assert why(signed(Signer("console", new_key()), claims), trust, clock) == "unknown-key"


def test_alg_none_is_refused(trust: Authorities, clock: Hand) -> None:
    header, claims, _ = opened(token_of(trust, clock))
    for name in ("none", "None", "NONE"):
        assert why(f"{coded({**header, 'alg': name})}.{coded(claims)}.", trust, clock) == "wrong-algorithm"


def test_hs256_with_the_public_key_as_its_secret_is_refused(trust: Authorities, clock: Hand) -> None:
    header, claims, _ = opened(token_of(trust, clock))
    said = f"{coded({**header, 'alg': 'HS256'})}.{coded(claims)}"
    public = trust.signers["console"].key
    for secret in (public.as_pem(private=False), str(public.dict_value["x"]).encode()):
        tag = coded(hmac.new(secret, said.encode(), hashlib.sha256).digest())
        assert why(f"{said}.{tag}", trust, clock) == "wrong-algorithm"


def test_another_algorithm_of_the_same_kind_of_key_is_refused(trust: Authorities, clock: Hand) -> None:
    header, claims, signature = opened(token_of(trust, clock))
    for name in ("EdDSA", "ES256", "Ed448"):
        changed = f"{coded({**header, 'alg': name})}.{coded(claims)}.{signature}"
        assert why(changed, trust, clock) == "wrong-algorithm"


def test_another_signed_document_is_no_token(trust: Authorities, clock: Hand) -> None:
    """An agency's assertion is of the type JWT, or says none: it never passes for a token."""
    _, claims, _ = opened(token_of(trust, clock))
    for type_ in ("JWT", ""):
        assert why(signed(trust.signers["console"], claims, typ=type_), trust, clock) == "malformed"


@pytest.mark.parametrize(
    ("by", "actor"),
    [
        ("console", "agency:hospital"),
        ("console", "service:console"),
        ("intake", "person:m.ellis"),
        ("intake", "service:intake"),
        ("watcher", "person:m.ellis"),
        ("watcher", "service:intake"),
    ],
)
def test_an_issuer_speaks_for_no_kind_but_its_own(trust: Authorities, clock: Hand, by: str, actor: str) -> None:
    token = minted(trust.signers[by], actor=actor, audience="notifier", clock=clock)
    assert why(token, trust, clock) == "not-its-to-say"


def test_a_service_speaks_for_itself(trust: Authorities, clock: Hand) -> None:
    token = minted(trust.signers["watcher"], actor="service:watcher", audience="intake", clock=clock)
    assert verified(token, issuers=trust.issuers, audience="intake", clock=clock).actor == "service:watcher"


def test_an_overlong_token_is_refused(trust: Authorities, clock: Hand) -> None:
    assert why("a" * 4097, trust, clock) == "overlong"


@pytest.mark.parametrize(
    "change",
    [
        lambda header: {**header, "crit": ["b64"], "b64": False},
        lambda header: {**header, "jwk": {"kty": "oct"}},
        lambda header: {**header, "jku": "https://keys.example"},
        lambda header: {**header, "zip": "DEF"},
        lambda header: {**header, "kid": 1},
        lambda header: {"alg": header["alg"]},
        lambda header: [header],
        lambda header: b"[" * 2_000,
        lambda header: b'{"kid":"a","kid":"b","alg":"Ed25519"}',
        lambda header: b"\xff\xfe",
    ],
)
def test_a_header_that_says_anything_else_is_refused(
    trust: Authorities, clock: Hand, change: Callable[[dict[str, Any]], Any]
) -> None:
    header, claims, signature = opened(token_of(trust, clock))
    assert why(f"{coded(change(header))}.{coded(claims)}.{signature}", trust, clock) == "malformed"


@pytest.mark.parametrize(
    "change",
    [
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": 2**63},
        {"iat": True},
        {"aud": ["notifier", "reviews"]},
        {"sub": "role:all"},
        {"sub": ""},
        {"roles": ["everything"]},
        {"admin": True},
        {"jti": ""},
    ],
)
def test_claims_of_another_shape_are_refused(trust: Authorities, clock: Hand, change: dict[str, Any]) -> None:
    _, claims, _ = opened(token_of(trust, clock))
    assert why(signed(trust.signers["console"], {**claims, **change}), trust, clock) == "malformed"


@given(token=st.one_of(st.text(max_size=300), st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}")))
def test_whatever_is_sent_is_refused_and_never_an_error(token: str) -> None:
    with pytest.raises(NotVerified):
        verified(token, issuers=Issuers({}), audience="notifier", clock=Hand())
