"""`python -m deploy.containers [FOLDER]`: the secrets that docker-compose.yml hands out, each container its own.

Told again, it keeps authority and passwords, makes what is missing (another agency's), and the certificate anew.
The folder is its owner's alone; the files in it can be read by whichever user a container runs as, and a container
is given no more of them than docker-compose.yml says.
"""

import sys
from pathlib import Path

from deploy.access.certificates import authority, certificate
from deploy.access.rights import everybody
from deploy.access.users import BROKER, OPERATOR, KafkaUsers
from deploy.local.kafka_settings import Certified, Place, scram_arguments, server_properties
from deploy.local.service import SERVICES
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from shared.broker import MECHANISM

FOLDER = Path("secrets")
HERE = "/run/secrets"  # where a container finds its own
PLACE = Place("/var/lib/kafka/data", ":9092", "kafka:9092", 9093)
ITSELF = ("localhost", "127.0.0.1")
# Whatever is asked over TLS has a certificate for its name. The proxy is asked by the names of this machine alone.
SHOWN = (
    "kafka",
    "postgres",
    *SERVICES,
    "watcher",
    "witness",
    "mail",
    "prometheus",
    "grafana",
    "identity",
    "proxy",
)


def prepare(folder: Path, partnership: Path) -> None:
    """Raises PartnershipUnreadable or OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    users = KafkaUsers(folder / "kafka.users")
    ours = agencies(partnership)
    users.ensure(everybody(ours), ours)
    authority(folder)
    for name in SHOWN:
        _shown(folder, name)
    for user in (OPERATOR, *everybody(ours)):
        _written(folder / f"{user}.password", users.password(user))
    certified = Certified(f"{HERE}/kafka.pem", f"{HERE}/authority.pem")
    settings = server_properties(PLACE, users.live(), certified)
    _written(folder / "kafka.properties", _lines(settings))
    _written(folder / "kafka.scram", "\n".join(scram_arguments(users.live())))
    _written(folder / "kafka.health", _lines(_looking(users, certified)))
    for shared in ("kafka.users", "authority.pem"):
        (folder / shared).chmod(0o444)


def _shown(folder: Path, name: str) -> None:
    """`<name>.pem`: a key and its certificates; for Keycloak as two files besides, as it reads none of both."""
    made = certificate(folder, f"{name}-anew", (name, *ITSELF))
    whole = made.read_text()
    made.unlink()
    _written(folder / f"{name}.pem", whole)
    if name == "identity":
        key, begins, certificates = whole.partition("-----BEGIN CERTIFICATE-----")
        _written(folder / "identity.key", key)
        _written(folder / "identity.crt", begins + certificates)


def _looking(users: KafkaUsers, certified: Certified) -> dict[str, str]:
    """With what the broker's own container asks whether it answers.

    As the broker itself, who is known from the formatting on: all others are made by what waits for this answer.
    """
    module = "org.apache.kafka.common.security.scram.ScramLoginModule"
    return {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": MECHANISM,
        "sasl.jaas.config": f'{module} required username="{BROKER}" password="{users.password(BROKER)}";',
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": certified.authorities,
    }


def _lines(settings: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _written(file: Path, text: str) -> None:
    """In the same file: a container that runs has it open by its place, not by its name."""
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text)
    file.chmod(0o444)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, DEFAULT_PARTNERSHIP)
