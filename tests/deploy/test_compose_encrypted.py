"""Between containers nothing goes in the clear, and whoever is asked proves itself by its name."""

import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509

from deploy.containers.__main__ import SHOWN, prepare
from deploy.local.service import SERVICES
from deploy.partnership import DEFAULT_PARTNERSHIP
from shared.tls import CIPHERS
from tests.deploy.encrypted_postgres import TOLD, WHO_MAY_CONNECT

ROOT = Path(__file__).parents[2]
WHOLE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
COMPOSE: dict[str, Any] = WHOLE["services"]
PROXY = (ROOT / "deploy" / "containers" / "nginx.conf").read_text()
AUTHORITY = "/run/secrets/authority.pem"
# Whoever answers nobody, or by a socket alone; and Kafka, which has a form of its own (test_compose.py).
ANSWERS_NOBODY = {"provision", "signatures", "scanner", "kafka"}


def told(name: str) -> dict[str, str]:
    return {key: str(value) for key, value in (COMPOSE[name].get("environment") or {}).items()}


@pytest.mark.parametrize("name", COMPOSE)
def test_no_container_is_told_an_address_in_the_clear(name: str) -> None:
    assert [key for key, value in told(name).items() if "http://" in value] == []


@pytest.mark.parametrize("name", [each for each in COMPOSE if each not in ANSWERS_NOBODY])
def test_whoever_is_asked_has_a_certificate_of_its_own(name: str) -> None:
    shown = [each["source"] for each in COMPOSE[name]["secrets"] if isinstance(each, dict)]
    shown = [each for each in shown if not each.endswith(".password")]
    assert shown == (["identity.crt", "identity.key"] if name == "identity" else [f"{name}.pem"])
    assert name in SHOWN


@pytest.mark.parametrize("name", [*SERVICES, "watcher", "witness"])
def test_our_own_answer_over_tls_and_believe_the_installations_authority_alone(name: str) -> None:
    assert told(name)["CSPR_TLS_CERTIFICATE"] == "/run/secrets/tls.pem"
    assert told(name)["CSPR_TLS_CA"] == told(name)["CSPR_KAFKA_AUTHORITIES"] == AUTHORITY


@pytest.mark.parametrize("name", [*SERVICES, "provision"])
def test_every_database_must_prove_itself(name: str) -> None:
    addresses = [value for value in told(name).values() if value.startswith("postgresql:")]
    assert addresses
    assert all(each.endswith(f"?sslmode=verify-full&sslrootcert={AUTHORITY}") for each in addresses)


def test_the_database_takes_nobody_in_the_clear() -> None:
    assert (TOLD["ssl"], TOLD["ssl_min_protocol_version"], TOLD["ssl_ciphers"]) == ("on", "TLSv1.2", CIPHERS)
    assert f"./{WHO_MAY_CONNECT.relative_to(ROOT)}:{TOLD['hba_file']}:ro" in COMPOSE["postgres"]["volumes"]
    rules = [line.split() for line in WHO_MAY_CONNECT.read_text().splitlines() if not line.startswith("#")]
    assert [(rule[0], rule[-1]) for rule in rules] == [
        ("local", "scram-sha-256"),
        ("hostssl", "scram-sha-256"),
        ("hostnossl", "reject"),
    ]
    start = (ROOT / "deploy" / "containers" / "start-postgres.sh").read_text()
    assert f"umask 077 && cat /run/secrets/tls.pem > {TOLD['ssl_key_file']}" in start
    assert TOLD["ssl_key_file"] == TOLD["ssl_cert_file"]


def test_mail_leaves_over_tls_or_not_at_all() -> None:
    for name in SERVICES:
        assert told(name)["CSPR_SMTP_SECURITY"] == "starttls" and told(name)["CSPR_SMTP_AUTHORITIES"] == AUTHORITY
    assert told("mail")["MP_SMTP_REQUIRE_STARTTLS"] == "true"


def test_browsers_and_agencies_reach_the_proxy_over_tls_alone_and_it_reaches_nobody_else_without() -> None:
    assert re.findall(r"listen (?!\d+ ssl;)", PROXY) == []
    assert re.findall(r"http://\w", PROXY) == []
    for line in (
        "ssl_protocols TLSv1.2 TLSv1.3;",
        f"ssl_ciphers {CIPHERS};",
        "proxy_ssl_protocols TLSv1.2 TLSv1.3;",
        f"proxy_ssl_trusted_certificate {AUTHORITY};",
        "proxy_ssl_verify on;",
    ):
        assert f"    {line}\n" in PROXY


def test_figures_are_asked_for_over_tls_and_handed_to_nobody_outside() -> None:
    folder = ROOT / "deploy" / "prometheus"
    scraped = yaml.safe_load((folder / "prometheus-compose.yml").read_text())["scrape_configs"]
    assert {job["scheme"] for job in scraped} == {"https"}
    assert {job["tls_config"]["ca_file"] for job in scraped} == {AUTHORITY}
    for flag, file in _files_told("prometheus"):
        assert (folder / Path(file).name).is_file(), flag
    web = yaml.safe_load((folder / "web-compose.yml").read_text())["tls_server_config"]
    assert (web["cert_file"], web["key_file"]) == ("/run/secrets/tls.pem", "/run/secrets/tls.pem")
    (source,) = yaml.safe_load((ROOT / "deploy" / "grafana" / "datasource.yml").read_text())["datasources"]
    assert source["url"] == "https://prometheus:9090" and source["jsonData"] == {"tlsAuthWithCACert": True}
    assert told("grafana")["GF_SERVER_PROTOCOL"] == "https"
    assert COMPOSE["grafana"]["networks"] == ["figures"]  # and so the proxy, which is not there, cannot hand it on
    assert "prometheus" not in PROXY and "grafana" not in PROXY


def _files_told(name: str) -> Iterator[tuple[str, str]]:
    for flag in (*COMPOSE[name]["command"], *COMPOSE[name]["healthcheck"]["test"]):
        if flag.endswith(".yml"):
            yield flag.split("=")[0], flag.split("=")[1]


def test_each_certificate_is_for_the_name_by_which_it_is_asked(tmp_path: Path) -> None:
    prepare(tmp_path, DEFAULT_PARTNERSHIP)
    authority = x509.load_pem_x509_certificate((tmp_path / "authority.pem").read_bytes())
    for name in SHOWN:
        leaf = x509.load_pem_x509_certificates((tmp_path / f"{name}.pem").read_bytes())[0]
        leaf.verify_directly_issued_by(authority)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert names.get_values_for_type(x509.DNSName) == [name, "localhost"]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / f"{name}.pem")
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "identity.crt", tmp_path / "identity.key")
    assert not list(tmp_path.glob("*-anew*"))


def test_a_certificate_is_renewed_in_the_file_that_a_running_container_has_open(tmp_path: Path) -> None:
    prepare(tmp_path, DEFAULT_PARTNERSHIP)
    before = {name: (tmp_path / f"{name}.pem").stat().st_ino for name in SHOWN}
    first = (tmp_path / "intake.pem").read_bytes()
    prepare(tmp_path, DEFAULT_PARTNERSHIP)
    assert {name: (tmp_path / f"{name}.pem").stat().st_ino for name in SHOWN} == before
    assert (tmp_path / "intake.pem").read_bytes() != first
