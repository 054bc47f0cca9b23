"""An agency proves itself by its own signature, for one address of ours, within five minutes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.agency_keys import AgencyKeys, KeysUnreadable
from shared.identity.assertions import Asserted, asserted
from shared.identity.minting import minted
from shared.identity.refused import NotVerified
from tests.identity.asserting import AT, assertion, claims
from tests.identity.tokens import Authorities, Hand, agency_key, coded, opened, partnership_file


@pytest.fixture
def keys(tmp_path: Path) -> AgencyKeys:
    known = {"hospital": [agency_key(1).text, agency_key(2).text], "police": [agency_key(3).text]}
    return AgencyKeys(partnership_file(tmp_path, known))


def read(proof: str, keys: AgencyKeys, clock: Hand) -> Asserted:
    return asserted(proof, keys=keys.whose, audience=AT, clock=clock)


def why(proof: str, keys: AgencyKeys, clock: Hand) -> str:
    with pytest.raises(NotVerified) as refused:
        read(proof, keys, clock)
    return refused.value.reason


def test_an_agency_is_known_by_either_of_its_two_live_keys(keys: AgencyKeys, clock: Hand) -> None:
    for number in (1, 2):
        found = read(assertion(agency_key(number), claims(clock)), keys, clock)
        assert (found.agency, found.key) == ("hospital", agency_key(number).id)


def test_the_audience_may_stand_in_a_list_by_itself(keys: AgencyKeys, clock: Hand) -> None:
    assert read(assertion(agency_key(), claims(clock, aud=[AT])), keys, clock)


def test_when_it_was_made_need_not_be_said(keys: AgencyKeys, clock: Hand) -> None:
    assert read(assertion(agency_key(), claims(clock, iat=None)), keys, clock)


def test_what_else_a_library_says_is_left_alone(keys: AgencyKeys, clock: Hand) -> None:
    assert read(assertion(agency_key(), claims(clock, scope="all", azp="x"), typ=""), keys, clock)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"aud": "https://elsewhere.example/token"}, "wrong-audience"),
        ({"aud": [AT, "https://elsewhere.example/token"]}, "malformed"),
        ({"aud": []}, "malformed"),
        ({"iss": "police"}, "wrong-issuer"),
        ({"sub": "police"}, "wrong-issuer"),
        ({"iss": "police", "sub": "police"}, "wrong-issuer"),
        ({"jti": None}, "malformed"),
        ({"jti": ""}, "malformed"),
        ({"jti": "x" * 201}, "malformed"),
        ({"exp": None}, "malformed"),
        ({"exp": 1_000_000_000}, "expired"),
        ({"exp": 9_000_000_000}, "lasts-too-long"),
        ({"iat": None, "exp": 9_000_000_000}, "lasts-too-long"),
        ({"iat": 9_000_000_000}, "not-yet"),
        ({"nbf": 9_000_000_000}, "not-yet"),
    ],
)
def test_each_claim_is_as_it_must_be(keys: AgencyKeys, clock: Hand, change: dict[str, Any], reason: str) -> None:
    assert why(assertion(agency_key(), claims(clock, **change)), keys, clock) == reason


def test_a_key_of_nobody_is_not_believed(keys: AgencyKeys, clock: Hand) -> None:
    assert why(assertion(agency_key(4), claims(clock)), keys, clock) == "unknown-key"


def test_the_signature_must_be_the_key_s(keys: AgencyKeys, clock: Hand) -> None:
    forged = assertion(agency_key(3), claims(clock), kid=agency_key(1).id)
    assert why(forged, keys, clock) == "forged"


def test_alg_none_and_hs256_are_refused(keys: AgencyKeys, clock: Hand) -> None:
    header, said, signature = opened(assertion(agency_key(), claims(clock)))
    for name in ("none", "HS256", "EdDSA"):
        assert why(f"{coded({**header, 'alg': name})}.{coded(said)}.{signature}", keys, clock) == "wrong-algorithm"


def test_a_token_of_ours_is_no_proof(keys: AgencyKeys, clock: Hand, trust: Authorities) -> None:
    token = minted(trust.signers["intake"], actor="agency:hospital", audience=AT, clock=clock)
    assert why(token, keys, clock) == "malformed"
    assert why(assertion(agency_key(), claims(clock), typ="at+jwt"), keys, clock) == "malformed"


def test_a_key_is_believed_as_soon_as_it_stands_in_the_file_and_no_longer(
    keys: AgencyKeys, clock: Hand, tmp_path: Path
) -> None:
    assert why(assertion(agency_key(4), claims(clock)), keys, clock) == "unknown-key"
    partnership_file(tmp_path, {"hospital": [agency_key(4).text]})
    assert read(assertion(agency_key(4), claims(clock)), keys, clock).agency == "hospital"
    assert why(assertion(agency_key(1), claims(clock)), keys, clock) == "unknown-key"


def test_no_key_is_believed_while_the_file_cannot_be_read(keys: AgencyKeys, clock: Hand, tmp_path: Path) -> None:
    assert read(assertion(agency_key(), claims(clock)), keys, clock)
    for broken in ("not = [toml", "", '[[agencies]]\nid = "hospital"'):
        fresh = tmp_path / "partnership.new"
        fresh.write_text(broken)
        fresh.replace(tmp_path / "partnership.toml")  # two writes in place may share a tick of the clock
        for number in (1, 4):  # whose it is cannot be said, nor that it is nobody's
            with pytest.raises(KeysUnreadable):
                read(assertion(agency_key(number), claims(clock)), keys, clock)
    partnership_file(tmp_path, {"hospital": [agency_key(1).text]})
    assert read(assertion(agency_key(), claims(clock)), keys, clock)


def test_a_key_is_one_agency_s_alone(keys: AgencyKeys, clock: Hand, tmp_path: Path) -> None:
    shared = [agency_key(1).text]
    partnership_file(tmp_path, {"hospital": shared, "police": shared})
    with pytest.raises(KeysUnreadable):
        read(assertion(agency_key(), claims(clock)), keys, clock)


@given(proof=st.one_of(st.text(max_size=300), st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}")))
def test_whatever_is_sent_is_refused_and_never_an_error(proof: str) -> None:
    with pytest.raises(NotVerified):
        asserted(proof, keys=lambda _: None, audience=AT, clock=Hand())
