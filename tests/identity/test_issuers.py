"""Whom the services trust is a file; nothing starts with one that is not as it must be."""

import json
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from shared.identity.issuers import IssuersUnreadable, read_issuers
from shared.identity.keys import KeyRefused, document_of, new_key, private_document, public_document, public_key
from shared.identity.minting import minted, signer
from shared.identity.verifying import verified
from tests.identity.tokens import Authorities, Hand


def keys_of(trust: Authorities, name: str, *keys: Any) -> Path:
    file = trust.file.with_name(f"{name}.jwks.json")
    file.write_text(json.dumps({"keys": list(keys)}))
    return file


def test_an_issuer_may_have_two_live_keys_and_no_third(trust: Authorities, clock: Hand) -> None:
    old, new = trust.signers["console"].key, new_key()
    keys_of(trust, "console", public_document(old), public_document(new))
    for key in (old, new):
        by = type(trust.signers["console"])("console", key)
        token = minted(by, actor="person:m.ellis", audience="intake", clock=clock)
        assert verified(token, issuers=trust.issuers, audience="intake", clock=clock)
    keys_of(trust, "console", *(public_document(new_key()) for _ in range(3)))
    with pytest.raises(IssuersUnreadable, match="one or two keys"):
        read_issuers(trust.file)


def test_a_private_key_is_no_issuer_s(trust: Authorities) -> None:
    keys_of(trust, "console", json.loads(private_document(new_key())))
    with pytest.raises(IssuersUnreadable, match="must be a public key"):
        read_issuers(trust.file)


def test_a_key_is_one_issuer_s_alone(trust: Authorities) -> None:
    keys_of(trust, "console", public_document(trust.signers["intake"].key))
    with pytest.raises(IssuersUnreadable, match="once"):
        read_issuers(trust.file)


@pytest.mark.parametrize("text", ["", "[[issuers]]", 'issuers = "all"', "not = [toml"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "issuers.toml"
    file.write_text(text)
    with pytest.raises(IssuersUnreadable):
        read_issuers(file)


def test_a_file_that_is_missing_is_refused_with_its_name(trust: Authorities) -> None:
    trust.file.with_name("intake.jwks.json").unlink()
    with pytest.raises(IssuersUnreadable, match=r"intake\.jwks\.json"):
        read_issuers(trust.file)


@pytest.mark.parametrize(
    "document",
    [
        RSAKey.generate_key(2048).as_dict(private=False),
        ECKey.generate_key("P-384").as_dict(private=False),
        OKPKey.generate_key("X25519").as_dict(private=False),
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": 7},
        {**public_document(new_key()), "alg": "HS256"},
        {**public_document(new_key()), "kid": "mine"},
        {},
    ],
)
def test_a_key_of_another_kind_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(KeyRefused):
        public_key(document)


def test_a_p_256_key_signs_with_es256() -> None:
    assert public_document(public_key(ECKey.generate_key("P-256").as_dict(private=False)))["alg"] == "ES256"


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"x" * 3_000, b'{"a":1,"a":2}'])
def test_what_is_no_key_at_all_is_refused(text: bytes) -> None:
    with pytest.raises(KeyRefused):
        document_of(text)


def test_a_key_that_others_can_read_is_not_signed_with(tmp_path: Path) -> None:
    file = tmp_path / "console.key"
    file.write_bytes(private_document(new_key()))
    file.chmod(0o640)
    with pytest.raises(KeyRefused, match="its owner alone"):
        signer("console", file)
    file.chmod(0o600)
    assert signer("console", file).issuer == "console"
