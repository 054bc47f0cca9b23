"""How the console asks the services: each request bears a token, for whoever asks for the page or for the console.

One for the process, begun where it is wired: what asks is spread over the pages, and none of them knows of keys.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from ssl import SSLContext

import httpx

from shared import looking, tls
from shared.identity.minting import signer
from shared.identity.speaking import Asker, Speaking

SIGNS_AS = "console"  # as the services' file of issuers names it
_begun: list[Speaking] = []
_authorities: list[Path] = []  # by whom the services prove themselves over TLS, where not by the machine's
_asker: ContextVar[Asker | None] = ContextVar("asker", default=None)


def begin(key: Path | None, addresses: Mapping[str, str], authorities: Path | None = None) -> None:
    """From now on with this key; without one by the header Actor alone. Raises OSError and KeyRefused.

    `authorities`: whoever is asked over TLS proves themselves to one of these, and to no other.
    """
    _begun[:] = [Speaking(signer(SIGNS_AS, key), addresses, asker=_asker.get)] if key else []
    _authorities[:] = [authorities] if authorities else []
    _trusted.cache_clear()
    if authorities:
        _trusted()  # what cannot be read stops the start, and not each page


def asked_by(asker: Asker | None) -> None:
    """From now on in this request, whatever a service is asked is asked in their name; of nobody, as it says."""
    _asker.set(asker)


def auth() -> Speaking | None:
    """For httpx."""
    return _begun[0] if _begun else None


def client(seconds: float, said_by: Speaking | None = None) -> httpx.AsyncClient:
    """Without the environment's proxies: those asked are our own neighbours. `seconds`: how long for each step."""
    asked = {"Request-Id": looking.now().request}  # what services note of it is found with what we note
    return httpx.AsyncClient(timeout=seconds, trust_env=False, auth=said_by, verify=_trusted(), headers=asked)


@cache
def _trusted() -> SSLContext:
    """Who is believed over TLS. To read that takes some 30 ms of the processor, in which nobody is answered."""
    return tls.believing(_authorities[0]) if _authorities else httpx.create_ssl_context(trust_env=False)
