"""How the console asks the services: each request bears a token, for the person who acts or for the console.

One for the process, begun where it is wired: what asks is spread over the pages, and none of them knows of keys.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from ssl import SSLContext

import httpx

from shared.identity.speaking import Speaking, speaking

_begun: list[Speaking] = []


def begin(key: Path | None, addresses: Mapping[str, str]) -> None:
    """From now on with this key; without one by the header Actor alone. Raises OSError and KeyRefused."""
    _begun[:] = [found] if (found := speaking("console", key, addresses)) else []


def auth() -> Speaking | None:
    """For httpx."""
    return _begun[0] if _begun else None


def client(seconds: float, said_by: Speaking | None = None) -> httpx.AsyncClient:
    """Without the environment's proxies: those asked are our own neighbours. `seconds`: how long for each step."""
    return httpx.AsyncClient(timeout=seconds, trust_env=False, auth=said_by, verify=_trusted())


@cache
def _trusted() -> SSLContext:
    """Who is believed over TLS. To read that takes some 30 ms of the processor, in which nobody is answered."""
    return httpx.create_ssl_context(trust_env=False)
