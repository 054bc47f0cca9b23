"""Intake on a real database, asked over HTTP by tokens."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared import views
from shared.clock import WallClock
from shared.decider import Command
from shared.identity.minting import minted
from shared.identity.principal import Role
from shared.service import Service
from shared.topics import SERVICES_THAT_SAY
from tests.conftest import MakeDatabase
from tests.identity.tokens import Authorities, agency_key, authorities, partnership_file
from tests.identity.wiring import wired
from tests.intake import examples as ix
from tests.need.served import Served
from tests.need.test_matrix import every_route

WALL = WallClock()


@dataclass
class Intake:
    client: httpx.AsyncClient
    service: Service
    trust: Authorities

    async def reported(self, id_: str) -> str:
        """A new case, nobody's yet."""
        case = f"case-{id_}"
        await self.do(case, ix.RecordReport(report=ix.report(id=id_, subject=id_)))
        return case

    async def do(self, case: str, command: Command) -> None:
        await self.service.do(case, command, actor="service:test", cause=uuid4())

    async def get(self, path: str, who: str, role: Role) -> httpx.Response:
        return await self.client.get(path, headers=self._of(who, role))

    async def post(self, path: str, who: str, role: Role, **body: Any) -> httpx.Response:
        headers = {**self._of(who, role), "Idempotency-Key": str(uuid4())}
        return await self.client.post(path, json=body, headers=headers)

    async def send(self, path: str, who: str, role: Role, content: bytes, **asked: str) -> httpx.Response:
        return await self.client.post(path, content=content, params=asked, headers=self._of(who, role))

    async def kept_out(self, case: str, who: str, role: Role) -> None:
        """By a conflict of interest."""
        said = {"person": who, "kind": "line manages somebody named", "reason": "She is my deputy."}
        answer = await self.post(f"/cases/{case}/declare-conflict", who, role, **said)
        assert answer.status_code == 202, answer.text

    async def listed(self, path: str, who: str, role: Role) -> set[str]:
        answer = await self.get(path, who, role)
        assert answer.status_code == 200, answer.text
        return {row["subject"] for row in answer.json()}

    def _of(self, who: str, role: Role) -> dict[str, str]:
        token = minted(self.trust.signers["console"], actor=who, audience="intake", clock=WALL, roles=[role])
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def intake(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Intake]:
    trust = authorities(tmp_path)
    module = wired("intake", trust, partnership_file(tmp_path, {"hospital": [agency_key().text]}))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(module.service.log.opened(await database("intake")))
        async with module.service.log.pool.acquire() as connection:
            await views.rebuild(module.service, connection)
        module.application.status.accepting = True
        transport = httpx.ASGITransport(module.app)
        client = httpx.AsyncClient(transport=transport, base_url="http://intake")
        yield Intake(await stack.enter_async_context(client), module.service, trust)


@pytest.fixture(params=SERVICES_THAT_SAY)
async def empty(request: pytest.FixtureRequest, database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Served]:
    """Each service, with nothing in it."""
    trust = authorities(tmp_path)
    module = wired(request.param, trust, partnership_file(tmp_path, {"hospital": [agency_key().text]}))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(module.service.log.opened(await database(request.param)))
        async with module.service.log.pool.acquire() as connection:
            await views.rebuild(module.service, connection)
        module.application.status.accepting = True
        transport = httpx.ASGITransport(module.app)
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://service"))
        paths = {route.path_format for route in every_route(module.app) if "GET" in route.methods}
        yield Served(module.service, client, trust, frozenset(paths))
