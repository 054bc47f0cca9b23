"""An agency's way into Kafka: what it connects with, a new password, and the end of it. At once."""

from pathlib import Path

from deploy.access.rights import group_of
from deploy.access.users import KafkaUsers
from deploy.local.record import Record
from deploy.local.secret_file import write_secret
from deploy.onboarding import alone
from deploy.partnership import agencies
from deploy.provisioning import provision_access
from shared.broker import MECHANISM, Broker, login_of


class NoSuchAgency(Exception):
    """The partnership's file does not name it, or Kafka has turned it away."""


async def rotate(record: Record, data_dir: Path, agency: str, file: Path) -> None:
    """A new password into the file; the old one and every connection made with it are worth nothing any more.

    Raises NoSuchAgency, Underway, KafkaError, TimeoutError or OSError. Should Kafka not answer, the same again.
    """
    known = _known(record, agency)
    with alone(data_dir):
        user = record.kafka_users.rotate(agency)
        await provision_access(record.broker(), record.kafka_users, known)
        write_connection(file, record.broker(user), agency)


async def revoke(record: Record, data_dir: Path, agency: str) -> None:
    """No password of the agency is let in any more. Raises what `rotate` raises."""
    known = _known(record, agency)
    with alone(data_dir):
        record.kafka_users.revoke(agency)
        await provision_access(record.broker(), record.kafka_users, known)


def connection(record: Record, agency: str, file: Path) -> None:
    """What the agency connects with, as it is. Raises NoSuchAgency or OSError."""
    _known(record, agency)
    write_connection(file, record.broker(_live(record.kafka_users, agency)), agency)


def write_connection(file: Path, broker: Broker, agency: str) -> None:
    """A properties file that only its owner can read: as librdkafka takes it, and in a comment what Java needs."""
    login = login_of(broker)
    assert login
    password = login.password.get_secret_value()
    module = "org.apache.kafka.common.security.scram.ScramLoginModule"
    lines = [
        "# A password: hand it over by a way that nobody else sees, and keep no copy.",
        f"bootstrap.servers={broker}",
        f"security.protocol={'SASL_SSL' if login.authorities else 'SASL_PLAINTEXT'}",
        f"sasl.mechanism={MECHANISM}",
        f"sasl.username={login.user}",
        f"sasl.password={password}",
        f"group.id={group_of(agency, 'reader')}",
        "# For a client in Java, in place of sasl.username and sasl.password:",
        f'# sasl.jaas.config={module} required username="{login.user}" password="{password}";',
    ]
    write_secret(file, "".join(f"{line}\n" for line in lines).encode())


def _known(record: Record, agency: str) -> list[str]:
    named = agencies(Path(record.partnership))
    if agency not in named:
        raise NoSuchAgency(f"{agency} is no agency of this partnership")
    return named


def _live(users: KafkaUsers, agency: str) -> str:
    user = users.of_agency(agency)
    if not user:
        raise NoSuchAgency(f"{agency} was turned away; cspr agency kafka rotate lets it in again")
    return user
