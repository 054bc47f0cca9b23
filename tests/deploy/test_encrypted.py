"""An installation whose databases and services are reached over TLS alone works, and believes nobody else's."""

import asyncio
import json
import ssl
import tempfile
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from cryptography import x509
from prometheus_client.parser import text_string_to_metric_families

from deploy.access.certificates import authority, certificate
from deploy.local.ports import free_base_port
from deploy.local.runtime import Runtime
from deploy.local.service import LocalService
from services.console import speech
from shared.tls import believing
from tests.deploy.encrypted_postgres import EncryptedPostgres
from tests.toys import until

pytestmark = pytest.mark.real
OVER_TLS = ("intake", "console", "watcher")


class Encrypted(Runtime):
    """As `cspr up` makes one, told what docker-compose.yml tells its containers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "data", free_base_port(), services=("intake", "console"), watched=True)
        self.certificates = folder / "certificates"
        self.certificates.mkdir()
        self.authority = authority(self.certificates)
        self.shown = certificate(self.certificates, "here", ["127.0.0.1"])
        plain, logs = self.postgres, self.data_dir / "logs"
        self.postgres = EncryptedPostgres(plain.data_dir, plain.port, logs, self.shown, self.authority)
        self._servers[self._servers.index(plain)] = self.postgres

    def url(self, name: str) -> str:
        address = super().url(name)
        return address.replace("http:", "https:") if name in OVER_TLS else address

    def _make_services(self) -> None:
        super()._make_services()
        self.services = {name: self._over_tls(one) for name, one in self.services.items()}
        self.beside = {name: self._over_tls(one) for name, one in self.beside.items()}

    def _over_tls(self, one: LocalService) -> LocalService:
        told = {name: value for name, value in (one.child.env or {}).items() if name.startswith("CSPR_")}
        told |= {"CSPR_TLS_CERTIFICATE": str(self.shown), "CSPR_TLS_CA": str(self.authority)}
        told["CSPR_SERVICES"] = json.dumps({name: self.url(name) for name in json.loads(told["CSPR_SERVICES"])})
        told["CSPR_CANARY_SECONDS"] = "0.5"
        return LocalService(one.name, list(one.child.command), told, one.port, one.child.log)


@pytest.fixture
async def encrypted() -> AsyncIterator[Encrypted]:
    with tempfile.TemporaryDirectory(prefix="cspr-tls-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own user passes through
        runtime = Encrypted(Path(folder))
        await runtime.start()
        try:
            yield runtime
        finally:
            await runtime.stop()


async def test_an_installation_works_over_tls_and_whoever_speaks_in_the_clear_is_refused(
    encrypted: Encrypted, tmp_path: Path
) -> None:
    """The canary goes from the watcher to intake, into its database, and by Kafka into the console's."""
    await until(lambda: canary_age(encrypted, "console"))
    anothers = authority(tmp_path)
    await _http_in_the_clear_is_refused(encrypted)
    await _another_authority_is_not_believed(encrypted, anothers)
    await _the_database_takes_nobody_in_the_clear(encrypted)
    await _the_database_proves_itself(encrypted, anothers)
    await _the_database_speaks_no_older_version(encrypted)
    await _a_renewed_certificate_is_shown_by_the_same_process(encrypted)


async def canary_age(runtime: Encrypted, service: str) -> float | None:
    """None while none came."""
    async with httpx.AsyncClient(verify=believing(runtime.authority), timeout=30) as http:
        answer = await http.get(f"{runtime.url(service)}/metrics")
    families = text_string_to_metric_families(answer.text)
    return next((each.samples[0].value for each in families if each.name == "cspr_canary_age_seconds"), None)


async def _http_in_the_clear_is_refused(runtime: Encrypted) -> None:
    async with httpx.AsyncClient(timeout=30) as http:
        for name in OVER_TLS:
            with pytest.raises(httpx.TransportError):
                await http.get(f"{runtime.url(name)}/health/live".replace("https:", "http:"))


async def _another_authority_is_not_believed(runtime: Encrypted, anothers: Path) -> None:
    """By the console's own way of asking the services."""
    try:
        for trusted, believed in ((runtime.authority, True), (anothers, False)):
            speech.begin(None, {}, trusted)
            async with speech.client(30) as http:
                asking = http.get(f"{runtime.url('intake')}/health/ready")
                if believed:
                    assert (await asking).status_code == 200
                else:
                    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                        await asking
    finally:
        speech.begin(None, {})


async def _the_database_takes_nobody_in_the_clear(runtime: Encrypted) -> None:
    address = runtime.database_url("intake")
    assert address.count("sslmode=verify-full") == 1
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError, match="rejects connection"):
        await asyncpg.connect(address.partition("?")[0] + "?sslmode=disable")


async def _the_database_proves_itself(runtime: Encrypted, anothers: Path) -> None:
    address = runtime.database_url("intake")
    connection = await asyncpg.connect(address)
    assert await connection.fetchval("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    plain = (
        "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename IS NOT NULL AND NOT ssl"
    )
    assert await connection.fetchval(plain) == 0
    await connection.close()
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncpg.connect(address.partition("?")[0], ssl=believing(anothers))
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        await asyncpg.connect(address.replace("127.0.0.1", "localhost"))


async def _the_database_speaks_no_older_version(runtime: Encrypted) -> None:
    for version, taken in ((ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_1, False)):
        context = ssl.create_default_context(cafile=runtime.authority)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = version
        context.set_ciphers("ALL:@SECLEVEL=0")
        asking = asyncpg.connect(runtime.database_url("intake").partition("?")[0], ssl=context)
        if taken:
            await (await asking).close()
        else:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                await asking


async def _a_renewed_certificate_is_shown_by_the_same_process(runtime: Encrypted) -> None:
    before = runtime.services["intake"].child.pid
    certificate(runtime.certificates, "here", ["127.0.0.1"])
    renewed = x509.load_pem_x509_certificates(runtime.shown.read_bytes())[0]
    port, trusting = runtime.ports.of("intake"), believing(runtime.authority)
    _, line = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
    shown = line.get_extra_info("ssl_object").getpeercert(binary_form=True)
    line.close()
    assert x509.load_der_x509_certificate(shown).serial_number == renewed.serial_number
    assert runtime.services["intake"].child.pid == before and runtime.services["intake"].running
