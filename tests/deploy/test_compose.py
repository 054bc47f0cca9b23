"""docker-compose.yml and the local runtime are the same installation."""

import json
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from deploy.access.users import KafkaUsers
from deploy.containers.__main__ import prepare
from deploy.local.identity import FOLDER, LocalIdentity
from deploy.local.kafka_settings import BROKER, KAFKA_VERSION, log4j2
from deploy.local.keys import Keys
from deploy.local.ports import DEFAULT_BASE_PORT, Ports
from deploy.local.postgres import SETTINGS
from deploy.local.postgres_wheel import POSTGRES_VERSION
from deploy.local.scanner import SETTINGS as SCANNED
from deploy.local.service import SERVICES, Surroundings, watcher_command
from deploy.partnership import DEFAULT_PARTNERSHIP
from services.console.people.issuers import load
from shared.documents import MOST_BYTES
from shared.edge import MAX_BYTES
from shared.identity.principal import Role

FILE = Path(__file__).parents[2] / "docker-compose.yml"
WHOLE: dict[str, Any] = yaml.safe_load(FILE.read_text())
COMPOSE: dict[str, Any] = WHOLE["services"]
PROXY = (FILE.parent / "deploy" / "containers" / "nginx.conf").read_text()
PORTS = Ports(DEFAULT_BASE_PORT)
SENDS = {"notifier", "reviews", "publisher"}
FETCHES = {"signatures"}
ENCRYPTED = {"ssl", "ssl_min_protocol_version", "ssl_ciphers", "ssl_cert_file", "ssl_key_file", "hba_file"}
WRITABLE = {
    "provision": ["keys:/data"],
    "witness": ["notes:/notes"],
    "kafka": ["kafka:/var/lib/kafka/data"],
    "postgres": ["postgres:/var/lib/postgresql"],
    "prometheus": ["prometheus:/prometheus"],
    "grafana": ["grafana:/var/lib/grafana"],
    "identity": ["identity:/opt/keycloak/data"],
    "signatures": ["signatures:/var/lib/clamav"],
    "scanner": ["scanning:/run/scanner"],  # in memory: its socket
}
REALM: dict[str, Any] = json.loads((FOLDER / "realm.json").read_text())


def test_kafka_is_set_the_same(tmp_path: Path) -> None:
    """By the same code, but for the encrypted line and the places in its container."""
    prepare(tmp_path, DEFAULT_PARTNERSHIP)
    told = dict(line.split("=", 1) for line in (tmp_path / "kafka.properties").read_text().splitlines())
    assert {name: told[name] for name in BROKER} == dict(BROKER)
    assert told["listeners"] == "CLIENT://:9092,CONTROLLER://127.0.0.1:9093"
    assert told["listener.security.protocol.map"] == "CLIENT:SASL_SSL,CONTROLLER:SASL_PLAINTEXT"
    assert f"{told['log.dirs']}" in {volume.split(":")[1] for volume in COMPOSE["kafka"]["volumes"]}
    assert COMPOSE["kafka"]["image"] == f"apache/kafka:{KAFKA_VERSION}"
    start = (FILE.parent / "deploy" / "containers" / "start-kafka.sh").read_text()
    assert set(re.findall(r"/run/secrets/([a-z.]+)", start)) <= set(COMPOSE["kafka"]["secrets"])


def test_kafka_logs_the_same() -> None:
    """To standard output: what, of whom, and how a line looks."""
    at = "/etc/cspr/kafka-log4j2.xml"
    assert COMPOSE["kafka"]["environment"]["KAFKA_LOG4J_OPTS"] == f"-Dlog4j2.configurationFile={at}"
    assert f"./deploy/containers/kafka-log4j2.xml:{at}:ro" in COMPOSE["kafka"]["volumes"]
    here, there = log4j2("logs"), (FILE.parent / "deploy" / "containers" / "kafka-log4j2.xml").read_text()
    for said in (r"<Loggers>.*</Loggers>", r"<PatternLayout .*?/>", r"<RegexFilter .*?/>"):
        assert re.findall(said, there, re.DOTALL) == re.findall(said, here, re.DOTALL) != []
    assert re.findall(r'<\w+ name="(\w+)"', there) == re.findall(r'<\w+ name="(\w+)"', here)


def test_kafka_is_asked_for_its_health_by_a_user_that_its_formatting_made(tmp_path: Path) -> None:
    """All others are made by `provision`, which waits for Kafka to be healthy."""
    prepare(tmp_path, DEFAULT_PARTNERSHIP)
    (asks,) = re.findall(r'username="([^"]+)" password="([^"]+)"', (tmp_path / "kafka.health").read_text())
    made = re.findall(r"name=([^,\]]+),password=([^,\]]+)", (tmp_path / "kafka.scram").read_text())
    assert asks in made
    assert COMPOSE["provision"]["depends_on"]["kafka"] == {"condition": "service_healthy"}


def test_every_secret_that_is_handed_out_is_made_and_each_service_has_its_own(tmp_path: Path) -> None:
    prepare(tmp_path, DEFAULT_PARTNERSHIP)
    files = {name: Path(each["file"]).name for name, each in WHOLE["secrets"].items()}
    assert all((tmp_path / file).is_file() for file in files.values())
    passwords = {}
    for user in (*SERVICES, "watcher", "witness"):
        own = [each["source"] for each in COMPOSE[user]["secrets"] if isinstance(each, dict)]
        assert own == [f"{user}.password", f"{user}.pem"]
        assert COMPOSE[user]["environment"]["CSPR_KAFKA_USER"] == user
        assert set(COMPOSE[user]["secrets"][:1]) == {"authority.pem"} and len(COMPOSE[user]["secrets"]) == 3
        passwords[user] = (tmp_path / files[own[0]]).read_text()
    assert passwords == {user: KafkaUsers(tmp_path / "kafka.users").password(user) for user in passwords}


def test_the_folder_of_secrets_is_its_owners_and_what_is_told_again_stays(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    prepare(folder, DEFAULT_PARTNERSHIP)
    kept = ("authority.pem", "intake.password", "kafka.users", "kafka.properties")
    before = [(folder / name).read_bytes() for name in kept]
    prepare(folder, DEFAULT_PARTNERSHIP)
    assert [(folder / name).read_bytes() for name in kept] == before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "authority.key").stat().st_mode) == 0o600


def test_postgres_is_set_the_same() -> None:
    command = COMPOSE["postgres"]["command"]
    told = dict(one.split("=", 1) for one in command if "=" in one)
    assert {name: told.get(name) for name in SETTINGS} == SETTINGS
    assert told.keys() - SETTINGS.keys() == ENCRYPTED
    assert "--data-checksums" in COMPOSE["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert COMPOSE["postgres"]["image"] == f"postgres:{POSTGRES_VERSION}"


def _around(folder: Path) -> Surroundings:
    keys = Keys(folder)
    keys.ensure(SERVICES)
    people = LocalIdentity(folder, PORTS).told  # in containers nobody is believed
    database, scanner = "postgresql://x@h:1/postgres", f"127.0.0.1:{PORTS.of('scanner')}"
    return Surroundings(folder, PORTS, keys, folder / "p.toml", database, True, people, scanner)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_told_the_same_things(service: str, tmp_path: Path) -> None:
    here = _around(tmp_path)
    told = COMPOSE[service]["environment"]
    behind = {"CSPR_SITE_PROXIES"} if service == "publisher" else set()  # nothing stands before it on one machine
    behind |= set() if service == "console" else {"CSPR_CONSOLE_URL"}  # browsers reach it there as services do
    behind |= {"CSPR_SMTP_SECURITY", "CSPR_SMTP_AUTHORITIES"}  # nor does anything listen there
    assert told.keys() - behind == _in_containers(here.environment(service))
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
    around = _around(tmp_path)
    here = around.watcher()
    told = COMPOSE["watcher"]["environment"]
    assert here.child.env is not None
    ours = {name for name in here.child.env if name.startswith("CSPR_")}
    # It believes nobody: it is not asked.
    assert told.keys() == _in_containers(ours - {"CSPR_ISSUERS"})
    assert told["CSPR_PORT"] == str(PORTS.of("watcher"))
    assert COMPOSE["watcher"]["command"] == ["python", *watcher_command()[1:]]
    folder = around.keys.issuing.key_file("watcher").parent.relative_to(tmp_path)
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
    child = _around(tmp_path).witness(tmp_path / "notes", every_seconds=300).child
    told = COMPOSE["witness"]["environment"]
    assert told.keys() - {"CSPR_HOST"} == _in_containers(
        name for name in child.env or {} if name.startswith("CSPR_")
    )
    assert told["CSPR_PORT"] == str(PORTS.of("witness"))
    assert COMPOSE["witness"]["command"] == ["python", *child.command[1:]]


def _in_containers(names: Iterable[str]) -> set[str]:
    """A container has its password as a file, a certificate to show, and an authority to trust."""
    more = {"CSPR_KAFKA_PASSWORD_FILE", "CSPR_KAFKA_AUTHORITIES", "CSPR_TLS_CERTIFICATE", "CSPR_TLS_CA"}
    return {*names, *more} - {"CSPR_KAFKA_PASSWORD"}


def test_only_the_proxy_publishes_ports_and_on_the_loopback_address_alone() -> None:
    assert [name for name in COMPOSE if COMPOSE[name].get("ports")] == ["proxy"]
    for published in COMPOSE["proxy"]["ports"]:
        assert re.fullmatch(r"127\.0\.0\.1:(\d+):\1", published)


def test_the_proxy_hands_on_every_port_that_it_publishes_to_a_container_that_it_reaches() -> None:
    handed_on = dict(
        re.findall(r"listen (\d+) ssl; location / { set \$to https://([a-z]+):\d+; proxy_pass \$to; }", PROXY)
    )
    assert sorted(handed_on) == sorted(each.split(":")[-1] for each in COMPOSE["proxy"]["ports"])
    assert all("front" in COMPOSE[name]["networks"] for name in handed_on.values())
    for name in SERVICES:
        assert handed_on[str(PORTS.of(name))] == name


def test_a_container_that_is_not_there_does_not_stop_the_proxy() -> None:
    """A name that is no variable is looked up once, at the start, which fails without it."""
    assert "resolver 127.0.0.11 valid=5s;" in PROXY
    assert set(re.findall(r"proxy_pass (\S+);", PROXY)) == {"$to"}
    assert "depends_on" not in COMPOSE["proxy"]


def test_the_proxy_lets_through_what_a_service_takes_and_little_more() -> None:
    (most,) = re.findall(r"client_max_body_size (\d+)m;", PROXY)
    document_and_form = MOST_BYTES + MAX_BYTES
    assert document_and_form <= int(most) * 1024 * 1024 < 2 * document_and_form
    assert "proxy_request_buffering off;" in PROXY  # what is too long is refused before it is all there


def test_who_sends_is_said_by_the_proxy_and_never_by_who_sends() -> None:
    """The public site counts forms by sender: by the proxy's own address, all would be one."""
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in PROXY
    assert "$proxy_add_x_forwarded_for" not in PROXY
    for name in ("X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"):
        assert f'proxy_set_header {name} "";' in PROXY
    believing = [name for name, it in COMPOSE.items() if "CSPR_SITE_PROXIES" in (it.get("environment") or {})]
    assert believing == ["publisher"]


def test_what_a_service_tells_of_itself_is_handed_on_to_nobody_outside() -> None:
    hidden = "location ~ ^/(metrics|status)$ { return 404; }"
    told = {port for port, rest in re.findall(r"server { listen (\d+) ssl; (.*) }", PROXY) if hidden in rest}
    assert told == {str(PORTS.of(name)) for name in (*SERVICES, "watcher")}


def test_networks_are_internal_but_the_proxys_and_that_of_who_sends_webhooks() -> None:
    open_ones = {name for name, network in WHOLE["networks"].items() if not network.get("internal")}
    assert open_ones == {"published", "outward"}
    assert [name for name in COMPOSE if "published" in COMPOSE[name]["networks"]] == ["proxy"]
    assert {name for name in COMPOSE if "outward" in COMPOSE[name]["networks"]} == SENDS | FETCHES


def test_kafka_and_the_databases_are_reached_by_none_but_their_own() -> None:
    at_kafka = {name for name in COMPOSE if "kafka" in COMPOSE[name]["networks"]}
    assert at_kafka == {"kafka", "provision", "watcher", "witness", *SERVICES}
    assert {name for name in COMPOSE if "databases" in COMPOSE[name]["networks"]} == {
        "postgres",
        "provision",
        *SERVICES,
    }


@pytest.mark.parametrize("service", SERVICES)
def test_what_mails_link_to_is_where_browsers_reach_the_console(service: str) -> None:
    told = COMPOSE[service]["environment"]
    assert told["CSPR_CONSOLE_URL"] == _proxied("console")
    assert json.loads(told["CSPR_SERVICES"])["console"] == "https://console:8400", "as the others reach it"


def test_people_sign_in_at_a_keycloak_that_the_console_finds() -> None:
    told, served = COMPOSE["console"]["environment"], COMPOSE["identity"]
    (issuer,) = load(FOLDER / Path(told["CSPR_IDENTITY"]).name).issuers
    assert told["CSPR_SIGN_IN"] == "oidc" and told["CSPR_IDENTITY"].startswith("/app/deploy/identity/")
    assert issuer.issuer == f"{served['environment']['KC_HOSTNAME']}/realms/{REALM['realm']}"
    assert served["environment"]["KC_HOSTNAME"] == _proxied("oidc")
    assert told["CSPR_CONSOLE_URL"] == _proxied("console")
    assert issuer.found_at == f"https://identity:8443/realms/{REALM['realm']}"
    assert "front" in COMPOSE["console"]["networks"] and "front" in served["networks"]
    assert "./deploy/identity/realm.json:/opt/keycloak/data/import/realm.json:ro" in served["volumes"]


def _proxied(name: str) -> str:
    """As people's browsers reach it."""
    return f"https://127.0.0.1:{PORTS.of(name)}"


def test_the_realm_has_our_roles_and_nobody_in_it() -> None:
    (issuer,) = load(FOLDER / "compose.toml").issuers
    roles = {role["name"] for role in REALM["roles"]["realm"]}
    assert roles == set(issuer.role_of) == set(issuer.role_of.values()) == set(get_args(Role))
    assert "users" not in REALM and not REALM["registrationAllowed"]


def test_the_realm_signs_as_the_console_believes() -> None:
    (issuer,) = load(FOLDER / "compose.toml").issuers
    assert issuer.algorithms == (REALM["defaultSignatureAlgorithm"],) == ("ES256",)


def test_the_realms_client_is_the_console_and_no_other() -> None:
    (issuer,) = load(FOLDER / "compose.toml").issuers
    (client,) = REALM["clients"]
    console = _proxied("console")
    assert (client["clientId"], client["publicClient"]) == (issuer.client_id, True)
    assert client["redirectUris"] == [f"{console}/sign-in/return"]
    assert client["attributes"]["post.logout.redirect.uris"] == f"{console}/signed-out"
    assert client["attributes"]["pkce.code.challenge.method"] == "S256"
    assert not (client["implicitFlowEnabled"] or client["directAccessGrantsEnabled"])
    claims = {each["config"]["claim.name"] for each in client["protocolMappers"]}
    assert claims == {issuer.roles, issuer.organisation_claim}
    assert all(each["config"]["id.token.claim"] == "true" for each in client["protocolMappers"])


def test_the_scanner_looks_as_closely_as_the_one_on_this_machine_and_is_found() -> None:
    told = dict(line.split(" ", 1) for line in _lines_of("clamd.conf"))
    assert {name: told[name] for name in SCANNED} == SCANNED
    assert COMPOSE["intake"]["environment"]["CSPR_SCANNER"] == told["LocalSocket"] and "TCPSocket" not in told
    assert "scanning:/run/scanner" in COMPOSE["scanner"]["volumes"]
    (signatures,) = WRITABLE["signatures"]
    assert f"{signatures}:ro" in COMPOSE["scanner"]["volumes"]
    fetched = dict(line.split(" ", 1) for line in _lines_of("freshclam.conf"))
    assert fetched["DatabaseDirectory"] == told["DatabaseDirectory"] == signatures.split(":")[1]


def test_nobody_reaches_the_scanner_but_who_has_documents_scanned() -> None:
    """It unpacks what strangers sent: were it taken, it would stand beside nothing else."""
    assert COMPOSE["scanner"]["networks"] == ["scanning"] and WHOLE["networks"]["scanning"]["internal"] is True
    assert [name for name in COMPOSE if "scanning" in COMPOSE[name]["networks"]] == ["scanner"]
    sharing = {
        name for name in COMPOSE if any("/run/scanner" in str(each) for each in COMPOSE[name].get("volumes", []))
    }
    assert sharing - {"scanner"} == {"intake", "reviews", "publisher"}


def test_what_fetches_signatures_has_room_to_try_them() -> None:
    """freshclam loads them once before it puts them in their place (TestDatabases, which is its default)."""
    fetched = dict(line.split(" ", 1) for line in _lines_of("freshclam.conf"))
    assert fetched.get("TestDatabases", "yes") == "yes"
    assert COMPOSE["signatures"]["mem_limit"] == "2g"


def _lines_of(name: str) -> list[str]:
    lines = (FILE.parent / "deploy" / "containers" / name).read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", COMPOSE)
def test_no_container_can_gain_rights_or_take_the_machine(name: str) -> None:
    container = COMPOSE[name]
    assert container["cap_drop"] == ["ALL"] and not container.get("cap_add") and not container.get("privileged")
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["user"].split(":")[0] not in ("", "0", "root")
    assert container["read_only"] is True
    assert re.fullmatch(r"\d+[mg]", container["mem_limit"])
    assert 0 < container["pids_limit"] <= 500 and 0 < container["cpus"] <= 2
    assert container.get("network_mode") is None and container.get("pid") is None


@pytest.mark.parametrize("name", COMPOSE)
def test_a_container_writes_only_where_its_data_are(name: str) -> None:
    writable = [volume for volume in COMPOSE[name].get("volumes", []) if not _read_only(volume)]
    assert writable == WRITABLE.get(name, [])


@pytest.mark.parametrize("name", COMPOSE)
def test_no_log_fills_the_disk(name: str) -> None:
    assert COMPOSE[name]["logging"] == {"driver": "json-file", "options": {"max-size": "20m", "max-file": "10"}}


def _read_only(volume: Any) -> bool:
    return bool(volume.get("read_only")) if isinstance(volume, dict) else str(volume).endswith(":ro")


def test_our_image_does_not_run_as_root() -> None:
    lines = (FILE.parent / "deploy" / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER cspr"]
    uid = COMPOSE["intake"]["user"].split(":")[0]
    assert any(f"--uid {uid} cspr" in line for line in lines)


def test_no_secret_is_written_in_the_file() -> None:
    for password in re.findall(r"://\w+:([^@\s]+)@", FILE.read_text()):
        assert password.startswith("${CSPR_")


def test_secrets_and_authorities_are_handed_on_to_the_services(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CSPR_RECIPIENT_SECRETS", "secrets.toml")  # as seen from where `cspr up` was started
    here = _around(tmp_path)
    assert here.environment("notifier")["CSPR_RECIPIENT_SECRETS"] == str(tmp_path / "secrets.toml")
