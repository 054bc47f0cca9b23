"""With a certificate of the installation's own authority the line is encrypted, and only to who proves itself."""

import asyncio
import ssl
import stat
import tempfile
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError
from cryptography import x509
from structlog.testing import capture_logs

from deploy.access.certificates import authority, certificate
from deploy.local.kafka import LocalKafka
from deploy.local.kafka_settings import Certified
from deploy.local.ports import Ports, free_base_port
from deploy.provisioning import provision_access, provision_topics
from shared.broker import Broker, Login
from shared.kafka_reading import cluster_id, partitions_of, read_to_end
from shared.producers import in_turn
from tests.toys import until


@pytest.fixture
async def encrypted() -> AsyncIterator[LocalKafka]:
    ports = Ports(free_base_port())
    with tempfile.TemporaryDirectory(prefix="cspr-tls-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "certificates"
        made.mkdir()
        trusted = authority(made)
        key = certificate(made, "kafka", ["kafka", "127.0.0.1"])
        server = LocalKafka(
            Path(folder) / "kafka",
            ports.of("kafka"),
            ports.of("kafka-controller"),
            certified=Certified(str(key), str(trusted)),
        )
        await server.start()
        yield server
        server.kill()


@pytest.mark.real
async def test_whoever_knows_the_authority_is_let_in_and_whoever_does_not_refuses(
    encrypted: LocalKafka, tmp_path: Path
) -> None:
    await provision_topics(encrypted.bootstrap, ["police"])
    await provision_access(encrypted.bootstrap, encrypted.users, ["police"])
    async with in_turn(encrypted.known_as("intake"), "intake") as (producer, _), producer.transaction():
        await producer.send("intake.events", b"said", key=b"case")
    notifier = encrypted.known_as("notifier")
    start = dict.fromkeys(await partitions_of(notifier, ["intake.events"]), 0)

    async def read() -> list[bytes | None]:
        return [record.value async for record in read_to_end(notifier, start)]

    # Whoever ends a transaction is answered before its marker is in the partition: until then nobody reads it.
    assert await until(read) == [b"said"]

    login = encrypted.known_as("intake").login
    assert login
    stranger = Login(login.user, login.password, authority(tmp_path))  # an authority of somebody else's
    with capture_logs() as logs, pytest.raises(KafkaConnectionError):
        await cluster_id(Broker(str(encrypted.bootstrap), stranger))
    assert [entry["event"] for entry in logs] == ["kafka.certificate_refused"]
    with pytest.raises(KafkaConnectionError):
        await cluster_id(Broker(str(encrypted.bootstrap), Login(login.user, login.password)))  # in the clear
    assert login.authorities
    await _weaker_lines_are_refused(str(encrypted.bootstrap), login.authorities)


async def _weaker_lines_are_refused(bootstrap: str, trusted: Path) -> None:
    """Versions before TLS 1.2, and of 1.2 what has no forward secrecy or notices no change."""
    host, _, port = bootstrap.partition(":")
    for version, ciphers, taken in (
        (ssl.TLSVersion.TLSv1_3, "ALL", True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+AESGCM", True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+AES:!AESGCM:!AESCCM", False),  # CBC
        (ssl.TLSVersion.TLSv1_1, "ALL", False),
    ):
        context = ssl.create_default_context(cafile=trusted)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = version
        context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
        asking = asyncio.open_connection(host, int(port), ssl=context)
        if taken:
            _, line = await asking
            assert line.get_extra_info("ssl_object").version() == version.name.replace("_", ".")
            line.close()
        else:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                await asking


def test_only_the_owner_can_read_a_key(tmp_path: Path) -> None:
    authority(tmp_path)
    certificate(tmp_path, "kafka", ["kafka"])
    for name in ("authority.key", "kafka.pem"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_an_authority_is_made_once_and_signs_what_is_made_later(tmp_path: Path) -> None:
    first = authority(tmp_path).read_bytes()
    certificate(tmp_path, "kafka", ["kafka"])
    certificate(tmp_path, "kafka", ["kafka", "10.0.0.1"])
    assert authority(tmp_path).read_bytes() == first
    leaf, signer = x509.load_pem_x509_certificates((tmp_path / "kafka.pem").read_bytes())
    leaf.verify_directly_issued_by(signer)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["kafka"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["10.0.0.1"]


def test_a_certificate_signs_no_other(tmp_path: Path) -> None:
    certificate(tmp_path, "kafka", ["kafka"])
    leaf, signer = x509.load_pem_x509_certificates((tmp_path / "kafka.pem").read_bytes())
    may = {
        each: each.extensions.get_extension_for_class(x509.BasicConstraints).value.ca for each in (leaf, signer)
    }
    assert (may[leaf], may[signer]) == (False, True)
    ssl.create_default_context(cadata=(tmp_path / "authority.pem").read_text())
