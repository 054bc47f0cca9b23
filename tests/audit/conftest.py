"""Intake as it is wired, told its issuers, on a database of its own; Kafka is away."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from deploy.local.postgres import LocalPostgres
from deploy.postgres import connected
from shared import views
from shared.audit import asked
from shared.audit.asked import LAST, Looked
from shared.clock import WallClock
from shared.identity.minting import minted
from tests.identity.tokens import Authorities, agency_key, authorities, partnership_file
from tests.identity.wiring import wired
from tests.intake.examples import body

WALL = WallClock()


@dataclass
class Asked:
    """`client` speaks to it over HTTP, in nobody's name; `as_` says in whose."""

    module: ModuleType
    client: httpx.AsyncClient
    trust: Authorities
    url: str
    postgres: LocalPostgres
    cases: list[str] = field(default_factory=list)

    def as_(self, actor: str = "person:m.ellis", *, to: str = "intake", **more: Any) -> dict[str, str]:
        by = "intake" if actor.startswith("agency:") else "console"
        if by == "console":
            more.setdefault("roles", ("business manager",))
        token = minted(self.trust.signers[by], actor=actor, audience=to, clock=WALL, **more)
        return {"Authorization": f"Bearer {token}"}

    async def entries(self) -> list[Looked]:
        """All that are noted, the oldest first."""
        return list(reversed(await asked.entries(self.module.service.log, LAST, 1_000)))

    async def as_owner(self, sql: str) -> None:
        """As whoever owns the database, which is nobody's service."""
        async with connected(self.postgres.admin_url, self.url.rpartition("/")[2]) as owner:
            await owner.execute(sql)


@pytest.fixture
async def intake(database, postgres: LocalPostgres, tmp_path: Path) -> AsyncIterator[Asked]:
    trust = authorities(tmp_path)
    partnership = partnership_file(tmp_path, {"hospital": [agency_key().text]})
    url = await database("intake")
    module = wired("intake", trust, partnership, CSPR_DATABASE_URL=url)
    async with module.service.log.opened(url):
        async with module.service.log.pool.acquire() as connection:
            await views.rebuild(module.service, connection)
        module.application.status.accepting = True
        transport = httpx.ASGITransport(module.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
            yield Asked(module, client, trust, url, postgres)


@pytest.fixture
async def case(intake: Asked) -> str:
    """One that the hospital reported."""
    answer = await intake.client.post("/reports", json=body(), headers=said_by_hospital(intake))
    assert answer.status_code == 202, answer.text
    return str(answer.json()["case"])


def said_by_hospital(intake: Asked) -> dict[str, str]:
    key = agency_key()
    token = minted(
        intake.trust.signers["intake"], actor="agency:hospital", audience="intake", clock=WALL, via=key.id
    )
    return {"Authorization": f"Bearer {token}"}
