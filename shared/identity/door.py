"""Which tokens one service believes; and that without any, nobody but this machine may reach it."""

from dataclasses import dataclass
from pathlib import Path

from shared.addresses import is_loopback
from shared.clock import Clock, WallClock
from shared.identity.issuers import Issuers, read_issuers
from shared.identity.principal import Principal
from shared.identity.refused import NotVerified
from shared.identity.verifying import verified


class Exposed(Exception):
    """A service that believes whatever Actor it is told, where others than this machine could tell it."""


@dataclass(frozen=True)
class Door:
    """`audience`: the service's name."""

    issuers: Issuers
    audience: str
    clock: Clock

    def admit(self, authorization: str) -> Principal:
        """By the header Authorization, empty where there is none. Raises NotVerified and nothing else."""
        scheme, _, token = authorization.partition(" ")
        if not token or scheme.lower() != "bearer":
            raise NotVerified("missing")
        return verified(token.strip(" "), issuers=self.issuers, audience=self.audience, clock=self.clock)


def door(issuers: Path | None, audience: str, host: str) -> Door | None:
    """None where actors are declared: on a loopback address alone. Raises Exposed and IssuersUnreadable."""
    if issuers is not None:
        return Door(read_issuers(issuers), audience, WallClock())
    if not is_loopback(host):
        raise Exposed(
            "CSPR_ISSUERS must be set where CSPR_HOST is no loopback address: without issuers a service believes"
            " whoever reaches it to be whom they say they are"
        )
    return None
