"""A certificate authority for one installation, and the certificates with which its parts prove themselves.

For machines that have no authority of their own. Whoever has one puts its files in these places instead.
"""

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.local.secret_file import write_secret

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 397
_AUTHORITY = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cspr local authority")])


def authority(folder: Path) -> Path:
    """`authority.pem`, to be trusted; made once, with `authority.key`, that signs and is nobody else's to have."""
    certificate, key_file = folder / "authority.pem", folder / "authority.key"
    if not certificate.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            _lasting(AUTHORITY_DAYS, _AUTHORITY, key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_may(sign_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        write_secret(key_file, _pem(key))
        certificate.write_bytes(made.public_bytes(Encoding.PEM))
    return certificate


def certificate(folder: Path, name: str, hosts: Sequence[str]) -> Path:
    """`<name>.pem`: a new key and its certificate for these hosts, signed by the folder's authority."""
    signed_by = x509.load_pem_x509_certificate(authority(folder).read_bytes())
    signing = load_pem_private_key((folder / "authority.key").read_bytes(), None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        _lasting(CERTIFICATE_DAYS, subject, key.public_key())
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_may(sign_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), False
        )
        .sign(signing, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    chain = (made.public_bytes(Encoding.PEM), signed_by.public_bytes(Encoding.PEM))
    write_secret(file, b"".join((_pem(key), *chain)))
    return file


def _lasting(days: int, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_AUTHORITY)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks differ
        .not_valid_after(now + timedelta(days=days))
    )


def _may(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
