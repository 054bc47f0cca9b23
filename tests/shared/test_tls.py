"""What a service shows over TLS, and what it does not put up with. Both ends in memory: no socket, no time."""

import ssl
import warnings
from pathlib import Path

import pytest
from cryptography import x509
from pydantic import ValidationError
from structlog.testing import capture_logs

from deploy.access.certificates import authority, certificate
from shared.settings import TlsSettings
from shared.tls import CIPHERS, Shown, believing

HOST = "intake"


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, host: str = HOST) -> ssl.SSLObject:
    """The client's end, once both agree. Raises ssl.SSLError of whichever does not."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    theirs = client.wrap_bio(to_client, to_server, server_hostname=host)
    ours = server.wrap_bio(to_server, to_client, server_side=True)
    waiting = [theirs, ours]
    for _ in range(10):
        for end in list(waiting):
            try:
                end.do_handshake()
                waiting.remove(end)
            except ssl.SSLWantReadError:
                continue
    assert not waiting
    return theirs


def number(end: ssl.SSLObject) -> int:
    shown = end.getpeercert(binary_form=True)
    assert shown
    return x509.load_der_x509_certificate(shown).serial_number


def serial(file: Path) -> int:
    return x509.load_pem_x509_certificates(file.read_bytes())[0].serial_number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    certificate(tmp_path, HOST, [HOST, "127.0.0.1"])
    return tmp_path


def only(version: ssl.TLSVersion, trusted: Path | None = None, server: Path | None = None) -> ssl.SSLContext:
    """An end that speaks this version alone, whatever it is worth."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    if trusted:
        context.load_verify_locations(trusted)
    if server:
        context.load_cert_chain(server)
    return context


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_nobody_is_answered_by_an_older_version(folder: Path, version: ssl.TLSVersion) -> None:
    old = only(version, folder / "authority.pem")
    shake_hands(only(version, server=folder / f"{HOST}.pem"), old)  # it is not the client that cannot
    with pytest.raises(ssl.SSLError):
        shake_hands(Shown(folder / f"{HOST}.pem").context(), old)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_nobody_is_asked_by_an_older_version(folder: Path, version: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError):
        shake_hands(only(version, server=folder / f"{HOST}.pem"), believing(folder / "authority.pem"))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_two_that_are_recommended_are_answered(folder: Path, version: ssl.TLSVersion) -> None:
    agreed = shake_hands(Shown(folder / f"{HOST}.pem").context(), only(version, folder / "authority.pem"))
    assert agreed.version() == {"TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}[version.name]


def test_every_cipher_keeps_what_was_said_when_a_key_is_lost_and_notices_changes(folder: Path) -> None:
    for context in (Shown(folder / f"{HOST}.pem").context(), believing(folder / "authority.pem")):
        named = context.get_ciphers()
        assert named and all(each["aead"] for each in named)
        older = [each for each in named if each["protocol"] != "TLSv1.3"]
        assert older and all(each["name"].startswith("ECDHE-") for each in older)
        assert all(each["strength_bits"] >= 128 for each in named)
    weak = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    weak.load_verify_locations(folder / "authority.pem")
    weak.maximum_version = ssl.TLSVersion.TLSv1_2
    weak.set_ciphers("ECDHE+AES:!AESGCM:!AESCCM")  # CBC
    with pytest.raises(ssl.SSLError):
        shake_hands(Shown(folder / f"{HOST}.pem").context(), weak)
    assert CIPHERS


def test_who_does_not_prove_itself_by_this_authority_and_this_name_is_not_asked(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shown = Shown(folder / f"{HOST}.pem").context()
    shake_hands(shown, believing(folder / "authority.pem"))
    shake_hands(shown, believing(folder / "authority.pem"), "127.0.0.1")
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake_hands(shown, believing(folder / "authority.pem"), "notifier")
    anothers = authority(tmp_path_factory.mktemp("another"))
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(shown, believing(anothers))
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(shown, believing(None))


@pytest.mark.parametrize("host", [HOST, "127.0.0.1"])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_renewed_certificate_is_shown_without_a_restart(
    folder: Path, version: ssl.TLSVersion, host: str
) -> None:
    """Also to whoever names no host, as whoever asks by a number does."""
    file, client = folder / f"{HOST}.pem", only(version, folder / "authority.pem")
    listening = Shown(file).context()
    first = serial(file)
    assert number(shake_hands(listening, client, host)) == first
    certificate(folder, HOST, [HOST, "127.0.0.1"])
    assert serial(file) != first
    with capture_logs() as logs:
        assert number(shake_hands(listening, client, host)) == serial(file)
        assert number(shake_hands(listening, client, host)) == serial(file)
    assert [entry["event"] for entry in logs] == ["tls.certificate_renewed"]


@pytest.mark.parametrize("broken", ["half", "nothing", "gone"])
def test_while_a_renewed_certificate_cannot_be_read_the_last_is_shown(folder: Path, broken: str) -> None:
    file, client = folder / f"{HOST}.pem", believing(folder / "authority.pem")
    listening = Shown(file).context()
    first, whole = serial(file), file.read_bytes()
    if broken == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[: len(whole) // 3] if broken == "half" else b"")
    with capture_logs() as logs:
        assert number(shake_hands(listening, client)) == first
    assert [entry["event"] for entry in logs] == ["tls.certificate_not_renewed"]
    certificate(folder, HOST, [HOST, "127.0.0.1"])
    assert number(shake_hands(listening, client)) == serial(file) != first


def test_nothing_starts_on_what_is_no_certificate(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Shown(folder / "absent.pem")
    with pytest.raises(ssl.SSLError):
        Shown(folder / "authority.pem")  # it bears no key
    with pytest.raises(ssl.SSLError):
        Shown(folder / f"{HOST}.pem", folder / "authority.key")  # another's


def test_a_key_without_its_certificate_is_refused() -> None:
    with pytest.raises(ValidationError, match="CSPR_TLS_KEY needs CSPR_TLS_CERTIFICATE"):
        TlsSettings(tls_key=Path("key.pem"))
