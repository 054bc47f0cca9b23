"""An id token is believed whole or not at all (OpenID Connect Core 1.0, 3.1.3.7)."""

from typing import Any

import pytest

from services.console.people.id_token import LEEWAY_SECONDS, Forged, ShortKey, claims_of, proven_seconds_ago
from services.console.people.issuers import Issuer
from tests.console.people.issuing import ANOTHER, CLIENT, KEY, SHORT, signed, signed_with_what_is_public, unsigned

NOW = 1_800_000_000
ISSUER = Issuer(
    id="council",
    name="The council",
    issuer="https://login.council.example",
    client_id=CLIENT,
    organisation="authority",
    role_of={"caseworkers": "referrer"},
)
KEYS = {"keys": [KEY.as_dict(private=False)]}
GOOD = {
    "iss": ISSUER.issuer,
    "aud": CLIENT,
    "sub": "m.ellis",
    "exp": NOW + 300,
    "iat": NOW,
    "auth_time": NOW - 100,
    "nonce": "this one",
}


def read(token: str, *, max_age: int | None = None, now: int = NOW) -> dict[str, Any]:
    return claims_of(token, ISSUER, KEYS, nonce="this one", max_age=max_age, now=now)


def why(token: str, **more: Any) -> str:
    with pytest.raises(Forged) as refused:
        read(token, **more)
    assert token not in str(refused.value)
    return refused.value.rule


def test_the_issuers_word_to_us_about_this_sign_in_is_believed() -> None:
    assert read(signed(GOOD))["sub"] == "m.ellis"
    assert read(signed({**GOOD, "aud": [CLIENT, "another"], "azp": CLIENT}))["sub"] == "m.ellis"


def test_a_forged_signature_is_refused() -> None:
    assert why(signed(GOOD, ANOTHER)) == "signature"
    head, body, signature = signed(GOOD).split(".")
    assert why(f"{head}.{signed({**GOOD, 'sub': 'director'}).split('.')[1]}.{signature}") == "signature"
    assert body


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_a_token_without_a_signature_is_refused(alg: str) -> None:
    assert why(unsigned(GOOD, alg=alg)) == "signature"


def test_a_token_signed_with_what_is_public_is_refused() -> None:
    assert why(signed_with_what_is_public(GOOD)) == "signature"


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "..", "é.é.é", "a.b.c.d.e"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Forged):
        read(token)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "https://login.elsewhere.example"),
        ("aud", "another"),
        ("aud", ["another"]),
        ("exp", NOW - LEEWAY_SECONDS),
        ("exp", "tomorrow"),
        ("iat", NOW + LEEWAY_SECONDS + 1),
        ("nonce", "another one"),
        ("nonce", ""),
        ("azp", "another"),
        ("sub", 7),
    ],
)
def test_a_claim_that_is_not_as_it_must_be_is_refused_by_its_name(claim: str, value: object) -> None:
    assert why(signed({**GOOD, claim: value})) == f"claim-{claim}"


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "exp", "iat", "nonce"])
def test_a_claim_that_is_missing_is_refused_by_its_name(claim: str) -> None:
    assert why(signed({name: value for name, value in GOOD.items() if name != claim})) == f"claim-{claim}"


def test_a_token_for_several_must_say_that_it_was_given_to_us() -> None:
    assert why(signed({**GOOD, "aud": [CLIENT, "another"]})) == "claim-azp"


def test_whoever_must_prove_themselves_anew_has_done_it_since() -> None:
    assert read(signed(GOOD), max_age=100)["auth_time"] == NOW - 100
    assert why(signed(GOOD), max_age=99 - LEEWAY_SECONDS) == "claim-auth_time"
    assert why(signed({**GOOD, "auth_time": NOW - LEEWAY_SECONDS - 1}), max_age=0) == "claim-auth_time"
    without = {name: value for name, value in GOOD.items() if name != "auth_time"}
    assert why(signed(without), max_age=0) == "claim-auth_time"
    assert read(signed(without))["sub"] == "m.ellis"


def test_how_long_ago_they_proved_it_is_unknown_where_the_issuer_does_not_say() -> None:
    assert proven_seconds_ago(GOOD, NOW) == 100
    assert proven_seconds_ago({}, NOW) is None
    assert proven_seconds_ago({"auth_time": True}, NOW) is None


def test_an_rsa_key_of_less_than_128_bits_of_security_signs_nothing_unless_the_file_says_so() -> None:
    published = {"keys": [SHORT.as_dict(private=False), {**KEY.as_dict(private=False), "kid": "another"}]}

    def believed(token: str, bits: int) -> dict[str, Any]:
        issuer = ISSUER.model_copy(update={"rsa_bits": bits})
        return claims_of(token, issuer, published, nonce="this one", max_age=None, now=NOW)

    with pytest.raises(ShortKey):
        believed(signed(GOOD, SHORT), ISSUER.rsa_bits)
    assert believed(signed(GOOD, SHORT), 2048)["sub"] == "m.ellis"
    with pytest.raises(Forged):
        believed(signed(GOOD, ANOTHER), 2048)


def test_a_key_that_is_for_something_else_signs_nothing() -> None:
    keys = {"keys": [{**KEY.as_dict(private=False), "use": "enc"}]}
    with pytest.raises(Forged):
        claims_of(signed(GOOD), ISSUER, keys, nonce="this one", max_age=None, now=NOW)
