"""A service as it is wired, on a database of its own, and asked over HTTP by somebody's token."""

from dataclasses import dataclass

import httpx

from shared.clock import WallClock
from shared.identity.minting import minted
from shared.identity.principal import Role
from shared.service import Service
from tests.identity.tokens import Authorities
from tests.need.matrix import WHO


@dataclass
class Served:
    """A service over HTTP, and `WHO` asks it."""

    service: Service
    client: httpx.AsyncClient
    trust: Authorities
    paths: frozenset[str]

    async def get(self, address: str, role: Role = "referrer") -> httpx.Response:
        signer = self.trust.signers["console"]
        token = minted(signer, actor=WHO, audience=self.service.name, clock=WallClock(), roles=[role])
        return await self.client.get(address, headers={"Authorization": f"Bearer {token}"})
