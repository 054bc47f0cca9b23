"""docker-compose.yml and the local runtime are the same installation."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from deploy.local.identity import FOLDER, LocalIdentity
from deploy.local.kafka_settings import BROKER, KAFKA_VERSION
from deploy.local.keys import Keys
from deploy.local.ports import DEFAULT_BASE_PORT, Ports
from deploy.local.postgres import SETTINGS
from deploy.local.postgres_wheel import POSTGRES_VERSION
from deploy.local.service import SERVICES, Surroundings, watcher_command
from services.console.people.issuers import load
from shared.identity.principal import Role

FILE = Path(__file__).parents[2] / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())["services"]
PORTS = Ports(DEFAULT_BASE_PORT)
REALM: dict[str, Any] = json.loads((FOLDER / "realm.json").read_text())
OUR_IMAGE = [*SERVICES, "provision", "witness", "watcher"]
WRITABLE = {"provision": ["keys:/data"], "witness": ["notes:/notes"]}


def test_kafka_is_set_the_same() -> None:
    told = COMPOSE["kafka"]["environment"]
    as_variables = {f"KAFKA_{name.upper().replace('.', '_')}": BROKER[name] for name in BROKER}
    assert {name: told.get(name) for name in as_variables} == as_variables
    assert COMPOSE["kafka"]["image"] == f"apache/kafka:{KAFKA_VERSION}"


def test_postgres_is_set_the_same() -> None:
    command = COMPOSE["postgres"]["command"]
    assert dict(one.split("=", 1) for one in command if "=" in one) == SETTINGS
    assert "--data-checksums" in COMPOSE["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert COMPOSE["postgres"]["image"] == f"postgres:{POSTGRES_VERSION}"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_told_the_same_things(service: str, tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.ensure([service])
    people = LocalIdentity(tmp_path, PORTS).told  # in containers nobody is believed
    admin_url = "postgresql://x@h:1/postgres"
    here = Surroundings(tmp_path, PORTS, keys, tmp_path / "p.toml", admin_url, identified=True, signing_in=people)
    told = COMPOSE[service]["environment"]
    assert told.keys() == here.environment(service).keys()
    assert told["CSPR_PORT"] == str(PORTS.of(service))
    assert (
        json.loads(told["CSPR_SERVICES"]).keys() == json.loads(here.environment(service)["CSPR_SERVICES"]).keys()
    )
    assert COMPOSE[service]["command"] == ["python", "-m", f"services.{service}"]
    assert COMPOSE[service]["healthcheck"]["test"]
    for name in ("CSPR_ISSUERS", "CSPR_SIGNING_KEY_FILE"):  # where `deploy.provision` makes them
        made = here.environment(service).get(name)
        assert told.get(name) == (made and f"/data/{Path(made).relative_to(tmp_path)}")


def test_the_watcher_is_told_the_same_things_and_no_secret_but_its_own(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    here = Surroundings(
        tmp_path, PORTS, keys, tmp_path / "p.toml", "postgresql://x@h:1/postgres", identified=True
    ).watcher()
    told = COMPOSE["watcher"]["environment"]
    assert here.child.env is not None
    ours = {name for name in here.child.env if name.startswith("CSPR_")}
    # It has no folder in common with whoever runs `cspr verify`, and believes nobody: it is not asked.
    assert told.keys() == ours - {"CSPR_VERIFIED", "CSPR_ISSUERS"}
    assert told["CSPR_PORT"] == str(PORTS.of("watcher"))
    assert COMPOSE["watcher"]["command"] == ["python", *watcher_command()[1:]]
    folder = keys.issuing.key_file("watcher").parent.relative_to(tmp_path)
    assert COMPOSE["watcher"]["volumes"] == [
        {
            "type": "volume",
            "source": "keys",
            "target": "/key",
            "read_only": True,
            "volume": {"subpath": str(folder)},
        }
    ]


def test_the_witness_is_told_the_same_things(tmp_path: Path) -> None:
    """And nothing that would let it do more than look: no database, no wrapping key."""
    here = Surroundings(tmp_path, PORTS, Keys(tmp_path), tmp_path / "p.toml", "postgresql://x@h:1/postgres")
    child = here.witness(tmp_path / "notes", every_seconds=300).child
    told = COMPOSE["witness"]["environment"]
    assert told.keys() - {"CSPR_HOST"} == {name for name in child.env or {} if name.startswith("CSPR_")}
    assert told["CSPR_PORT"] == str(PORTS.of("witness"))
    assert COMPOSE["witness"]["command"] == ["python", *child.command[1:]]


def test_people_sign_in_at_a_keycloak_that_the_console_finds() -> None:
    told, served = COMPOSE["console"]["environment"], COMPOSE["identity"]
    (issuer,) = load(FOLDER / Path(told["CSPR_IDENTITY"]).name).issuers
    assert told["CSPR_SIGN_IN"] == "oidc" and told["CSPR_IDENTITY"].startswith("/app/deploy/identity/")
    assert issuer.issuer == f"{served['environment']['KC_HOSTNAME']}/realms/{REALM['realm']}"
    assert served["environment"]["KC_HOSTNAME"] == PORTS.url("oidc") and told["CSPR_CONSOLE_URL"] == PORTS.url(
        "console"
    )
    assert issuer.found_at == f"http://identity:8080/realms/{REALM['realm']}"
    assert served["ports"] == [f"127.0.0.1:{PORTS.of('oidc')}:8080"]
    assert "./deploy/identity/realm.json:/opt/keycloak/data/import/realm.json:ro" in served["volumes"]
    assert served["cap_drop"] == ["ALL"]


def test_the_realm_has_our_roles_and_nobody_in_it() -> None:
    (issuer,) = load(FOLDER / "compose.toml").issuers
    roles = {role["name"] for role in REALM["roles"]["realm"]}
    assert roles == set(issuer.role_of) == set(issuer.role_of.values()) == set(get_args(Role))
    assert "users" not in REALM and not REALM["registrationAllowed"]


def test_the_realms_client_is_the_console_and_no_other() -> None:
    (issuer,) = load(FOLDER / "compose.toml").issuers
    (client,) = REALM["clients"]
    console = PORTS.url("console")
    assert (client["clientId"], client["publicClient"]) == (issuer.client_id, True)
    assert client["redirectUris"] == [f"{console}/sign-in/return"]
    assert client["attributes"]["post.logout.redirect.uris"] == f"{console}/signed-out"
    assert client["attributes"]["pkce.code.challenge.method"] == "S256"
    assert not (client["implicitFlowEnabled"] or client["directAccessGrantsEnabled"])
    claims = {each["config"]["claim.name"] for each in client["protocolMappers"]}
    assert claims == {issuer.roles, issuer.organisation_claim}
    assert all(each["config"]["id.token.claim"] == "true" for each in client["protocolMappers"])


@pytest.mark.parametrize("name", COMPOSE)
def test_only_the_loopback_address_is_published(name: str) -> None:
    for published in COMPOSE[name].get("ports", []):
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", published)


@pytest.mark.parametrize("name", OUR_IMAGE)
def test_our_containers_cannot_write_or_gain_rights(name: str) -> None:
    assert COMPOSE[name]["read_only"] is True
    assert COMPOSE[name]["cap_drop"] == ["ALL"]
    writable = [volume for volume in COMPOSE[name]["volumes"] if not _read_only(volume)]
    assert writable == WRITABLE.get(name, [])


def _read_only(volume: Any) -> bool:
    return bool(volume.get("read_only")) if isinstance(volume, dict) else str(volume).endswith(":ro")


def test_our_image_does_not_run_as_root() -> None:
    lines = (FILE.parent / "deploy" / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER cspr"]


def test_no_secret_is_written_in_the_file() -> None:
    for password in re.findall(r"://\w+:([^@\s]+)@", FILE.read_text()):
        assert password.startswith("${CSPR_")


def test_secrets_and_authorities_are_handed_on_to_the_services(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CSPR_RECIPIENT_SECRETS", "secrets.toml")  # as seen from where `cspr up` was started
    keys = Keys(tmp_path)
    keys.ensure(["notifier"])
    here = Surroundings(tmp_path, PORTS, keys, tmp_path / "p.toml", "postgresql://x@h:1/postgres")
    assert here.environment("notifier")["CSPR_RECIPIENT_SECRETS"] == str(tmp_path / "secrets.toml")
