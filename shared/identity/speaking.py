"""How one of our own programs asks a service: each request that it sends bears a token of its own, made for it.

An `auth` of httpx. The token speaks for whoever is asking, where that is known; else for whom the request names as
Actor; where it names nobody, for `otherwise`. One that has its own Authorization keeps it. Whom no token may name
gets none: the service then answers 401.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import structlog

from shared.clock import Clock, WallClock
from shared.identity.minting import Signer, minted, signer
from shared.identity.principal import Role
from shared.topics import SERVICES_THAT_SAY

log = structlog.get_logger()
SECONDS = 60
SERVICES = (*SERVICES_THAT_SAY, "console")


@dataclass(frozen=True)
class Asker:
    """In whose name something is asked, and what a token says of them beside."""

    actor: str
    roles: Sequence[Role] = ()
    org: str = ""


class Speaking(httpx.Auth):
    """`addresses`: of each service by its name; what is asked elsewhere gets no token. `asker`: who asks
    now; `roles_of`: of a person whom the request names, where nobody is known to ask.
    """

    def __init__(
        self,
        by: Signer,
        addresses: Mapping[str, str],
        otherwise: str = "",
        clock: Clock | None = None,
        asker: Callable[[], Asker | None] = lambda: None,
        roles_of: Callable[[str], Sequence[Role]] = lambda _: (),
    ) -> None:
        self._by = by
        believing = ((name, addresses[name]) for name in SERVICES if name in addresses)
        self._audiences = {_place(httpx.URL(address)): name for name, address in believing}
        self._otherwise = otherwise or f"service:{by.issuer}"
        self._clock = clock or WallClock()
        self._asker = asker
        self._roles_of = roles_of

    def _named(self, actor: str) -> Asker:
        return Asker(actor, self._roles_of(actor) if actor.startswith("person:") else ())

    def audience(self, url: httpx.URL) -> str | None:
        """The service that is asked there; None where it is none of ours."""
        return self._audiences.get(_place(url))

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        audience = self.audience(request.url)
        if audience and "Authorization" not in request.headers:
            who = self._asker() or self._named(request.headers.get("Actor") or self._otherwise)
            try:
                token = minted(
                    self._by,
                    actor=who.actor,
                    audience=audience,
                    clock=self._clock,
                    roles=who.roles,
                    org=who.org,
                    seconds=SECONDS,
                )
                request.headers["Authorization"] = f"Bearer {token}"
            except ValueError:
                log.warning("identity.no_token", audience=audience)  # for nobody: the service says so
        yield request


def speaking(
    issuer: str,
    key: Path | None,
    addresses: Mapping[str, str],
    otherwise: str = "",
    roles_of: Callable[[str], Sequence[Role]] = lambda _: (),
) -> Speaking | None:
    """None without a key: then the header Actor is believed. Raises OSError and KeyRefused."""
    return Speaking(signer(issuer, key), addresses, otherwise, roles_of=roles_of) if key else None


def _place(url: httpx.URL) -> Sequence[object]:
    return url.scheme, url.host, url.port
