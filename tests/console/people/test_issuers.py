"""The file of issuers, and the settings that say how people say who they are: nothing starts on a bad one."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from deploy.local.identity import FOLDER
from services.console.people.issuers import Issuers, load
from services.console.settings import ConsoleSettings
from shared.addresses import is_loopback, wrong_url

GOOD: dict[str, Any] = {
    "id": "council",
    "name": "The council",
    "issuer": "https://login.council.example",
    "client_id": "console",
    "organisation": "authority",
    "role_of": {"a": "referrer"},
}
POLICE = {**GOOD, "id": "police", "issuer": "https://login.police.example", "people": "police/"}


def refused(*issuers: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as why:
        Issuers.model_validate({"issuers": list(issuers)})
    return str(why.value)


def test_the_demos_file_is_as_it_must_be_and_gives_every_role() -> None:
    (demo,) = load(FOLDER / "demo.toml").issuers
    assert set(demo.role_of) == set(demo.role_of.values())
    assert len(demo.role_of) == 13


def test_two_issuers_are_apart_in_every_way_that_matters() -> None:
    assert Issuers.model_validate({"issuers": [GOOD, POLICE]}).get("police") is not None
    for field in ("id", "issuer", "people"):
        assert f"issuers.{field}" in refused(GOOD, {**POLICE, field: GOOD.get(field, "")})


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS512", "rs256", ""])
def test_what_anybody_could_sign_is_no_signature(algorithm: str) -> None:
    assert "algorithms" in refused({**GOOD, "algorithms": [algorithm]})
    assert "algorithms" in refused({**GOOD, "algorithms": []})


def test_the_file_may_take_rsa_keys_of_2048_bits_and_no_shorter_ones() -> None:
    assert Issuers.model_validate({"issuers": [{**GOOD, "rsa_bits": 2048}]}).issuers[0].rsa_bits == 2048
    assert "rsa_bits" in refused({**GOOD, "rsa_bits": 2047})


@pytest.mark.parametrize(
    "change",
    [
        {"role_of": {}},
        {"role_of": {"a": "king"}},
        {"organisation": ""},
        {"organisation_claim": "org", "organisation_of": {"a": "police"}},
        {"organisation": "", "organisation_claim": "org"},
        {"scope": "profile"},
        {"people": "Police/"},
        {"people": "police"},
        {"unknown": 1},
        {"issuer": "http://login.council.example"},
        {"issuer": "ftp://login.council.example"},
        {"issuer": "https://user@login.council.example"},
        {"found_at": "http://keycloak:8080"},
    ],
)
def test_a_file_that_says_what_nobody_could_rely_on_is_refused(change: dict[str, Any]) -> None:
    assert "login.council" not in refused({**GOOD, **change}).replace(str(GOOD["issuer"]), "")


def test_inside_a_private_network_an_issuer_may_be_reached_without_tls() -> None:
    inside = {**GOOD, "found_at": "http://keycloak:8080/realms/cspr", "private_network": True}
    (found,) = Issuers.model_validate({"issuers": [inside]}).issuers
    assert found.address == "http://keycloak:8080/realms/cspr"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.9.9.9"])
def test_on_this_machine_no_tls_is_needed(host: str) -> None:
    assert wrong_url(f"http://{host}:8411", plain=is_loopback) == ""


def settings(tmp_path: Path, **said: Any) -> ConsoleSettings:
    return ConsoleSettings(database_url="postgresql://x", wrapping_key_file=tmp_path / "key", **said)


def test_where_there_are_issuers_people_sign_in_and_nothing_else_was_said(tmp_path: Path) -> None:
    assert settings(tmp_path, identity=tmp_path / "identity.toml").by_issuers


def test_nobody_is_believed_unless_somebody_said_so(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="CSPR_IDENTITY must name the file of issuers"):
        settings(tmp_path)
    with pytest.raises(ValidationError, match="CSPR_SIGN_IN=oidc needs CSPR_IDENTITY"):
        settings(tmp_path, sign_in="oidc")
    assert not settings(tmp_path, sign_in="declared").by_issuers


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "console"])
def test_whoever_is_believed_is_on_this_machine(tmp_path: Path, host: str) -> None:
    with pytest.raises(ValidationError, match="must be a loopback address"):
        settings(tmp_path, sign_in="declared", host=host)


@pytest.mark.parametrize(
    "url", ["http://console.example", "https://console.example/", "https://console.example/x", "console.example"]
)
def test_a_console_is_reached_by_https_or_on_this_machine(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValidationError, match="CSPR_CONSOLE_URL"):
        settings(tmp_path, sign_in="declared", console_url=url)
