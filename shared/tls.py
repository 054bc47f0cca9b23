"""TLS between the parts of an installation: what one proves itself with, and whom it believes of those it asks.

Only TLS 1.2 and 1.3, and of 1.2 only ciphers that keep what was said secret when a key is lost later, and that
notice what was changed on the way (RFC 9325). A certificate that is renewed in its file is shown from then on.
"""

import ssl
from pathlib import Path

import structlog

OLDEST = ssl.TLSVersion.TLSv1_2
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2; those of 1.3 are all like that
log = structlog.get_logger()
_Stamp = tuple[tuple[int, int, int], ...]


def believing(authorities: Path | None) -> ssl.SSLContext:
    """For asking others: they prove themselves to one of these authorities (PEM) and to no other; of None, to one
    that the machine believes.

    Raises OSError when the file cannot be read, ssl.SSLError when it holds no certificate.
    """
    context = ssl.create_default_context(cafile=authorities)
    context.minimum_version = OLDEST
    context.set_ciphers(CIPHERS)
    return context


class Shown:
    """A server's certificate with those between it and its authority, and its key: one file for both, or two. PEM.

    Making one raises OSError when a file cannot be read, ssl.SSLError when it is none, or the key is of another.
    """

    def __init__(self, certificate: Path, key: Path | None = None) -> None:
        self._certificate = certificate
        self._key = key or certificate
        self._looked_at = self._stamp()
        self._newest = self._read()

    def context(self) -> ssl.SSLContext:
        """For listening. Each who connects is shown what stands in the files then."""
        listening = self._read()
        listening.sni_callback = self._shown_to
        return listening

    def _shown_to(self, connection: ssl.SSLObject, _: str | None, __: ssl.SSLContext) -> None:
        """Called for whoever connects, whether or not they name a host."""
        self._look()
        connection.context = self._newest

    def _look(self) -> None:
        """What cannot be read is told once, and the last that could be stays: it may be half written."""
        try:
            stamp = self._stamp()
            if stamp == self._looked_at:
                return
            self._looked_at = stamp
            self._newest = self._read()
            log.info("tls.certificate_renewed")
        except OSError as error:  # ssl.SSLError is one
            log.warning("tls.certificate_not_renewed", error_type=type(error).__name__)

    def _read(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = OLDEST
        context.set_ciphers(CIPHERS)
        context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE | ssl.OP_NO_RENEGOTIATION
        context.load_cert_chain(self._certificate, self._key)
        return context

    def _stamp(self) -> _Stamp:
        """By which a file that was changed, or put in another's place, is known. Raises OSError."""
        told = [file.stat() for file in (self._certificate, self._key)]
        return tuple((each.st_ino, each.st_mtime_ns, each.st_size) for each in told)
