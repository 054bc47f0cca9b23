"""A message, secrets, and certificates that nobody else would believe."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from shared.dispatch.outgoing import Mail
from tests import examples as ex

AT = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
KEY = str(ex.DISPATCH)
OLD, NEW, OTHERS = (SecretStr(f"whsec_{each * 32}") for each in ("AAAA", "BBBB", "CCCC"))
SECRETS = {ex.PANEL: (NEW, OLD), "ofsted": (OTHERS,)}
mail = Mail(
    to="notifications@panel.example",
    subject="Serious incident notification 0F6C2A4E [OFFICIAL-SENSITIVE]",
    text="OFFICIAL-SENSITIVE\n\nCHILDREN\n1. Siân Example; Łódź\n",
    message_id=f"<{KEY}@dispatch.cspr.invalid>",
    headers=(("X-Dispatch", KEY),),
    recipient=ex.PANEL,
    key=KEY,
)


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, ssl.SSLContext]:
    """A certificate for a name, in a file to be trusted, and a server's context that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.key").write_bytes(private)
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, folder / f"{name}.key")
    return pem, context
