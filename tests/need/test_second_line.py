"""With lists not narrowed, and routes that do not ask, nothing of a closed case is shown all the same."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.intake.casework import AssignCase
from shared import views
from shared.clock import WallClock
from shared.identity.minting import minted
from shared.identity.principal import Role
from shared.need.closed import RELATIONS
from shared.service import Service
from shared.topics import SERVICES_THAT_SAY
from shared.web import needing
from shared.web.asking import Asking
from shared.web.rules import OF_EVERY_SERVICE
from tests.conftest import MakeDatabase
from tests.identity.tokens import Authorities, agency_key, authorities, partnership_file
from tests.identity.wiring import wired
from tests.need.conftest import Intake
from tests.need.filled import fill
from tests.need.matrix import ANOTHER, WHO
from tests.need.test_matrix import every_route

pytestmark = pytest.mark.real
LISTS = ("list", "list metadata")
NEEDS: Mapping[str, str] = {
    "/learning/briefings-awaited": "?organisation=Somebody",
    "/learning/findings": "?theme=capacity",
    "/duties/moved-by-holiday": "?day=2026-11-02",
}
OF_AGENCIES = {"/events", "/returns"}  # each asks of what is its own
# What each service would tell of it, were there neither line: where a made-up row is one that is listed.
WOULD_TELL: Mapping[str, frozenset[str]] = {
    "intake": frozenset({"/cases", "/assignments", "/erasures"}),
    "notifier": frozenset({"/notifications", "/erasures"}),
    "reviews": frozenset({"/reviews", "/erasures"}),
    "publisher": frozenset({"/publications", "/erasures"}),
}


def narrowed_in_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(needing, "_as_seen", lambda service, db, visible: db)


@dataclass
class Asked:
    """A service over HTTP, with a row of two cases in each table: neither is for `WHO`, the one by a conflict."""

    service: Service
    client: httpx.AsyncClient
    trust: Authorities
    served: frozenset[str]

    async def tells(self, path: str, role: Role) -> bool:
        """Whether anything of either is read: shown, or found to be made up."""
        signer = self.trust.signers["console"]
        token = minted(signer, actor=WHO, audience=self.service.name, clock=WallClock(), roles=[role])
        address = path + NEEDS.get(path, "")
        try:
            answer = await self.client.get(address, headers={"Authorization": f"Bearer {token}"})
        except Exception:  # a route that answers as long as it is shown none of them
            return True
        assert answer.status_code == 200, (path, answer.text)
        return "kept-out" in answer.text or "anothers" in answer.text

    def lists(self) -> list[str]:
        """Their paths."""
        own = import_module(f"services.{self.service.name}.actions").ACTIONS
        tables = (own, OF_EVERY_SERVICE)
        routes = (route for action in LISTS for table in tables for route in table.get(action, ()))
        paths = {path for method, path in map(str.split, routes) if method == "GET" and "{" not in path}
        return sorted(paths.intersection(self.served) - OF_AGENCIES)


@pytest.fixture(params=SERVICES_THAT_SAY)
async def asked(request: pytest.FixtureRequest, database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Asked]:
    trust = authorities(tmp_path)
    module = wired(request.param, trust, partnership_file(tmp_path, {"hospital": [agency_key().text]}))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(module.service.log.opened(await database(request.param)))
        async with module.service.log.pool.acquire() as connection:
            await views.rebuild(module.service, connection)
        module.application.status.accepting = True
        await fill(module.service, ("anothers", "kept-out"))
        put = f"INSERT INTO views.{RELATIONS} VALUES ($1, $2, $3, '', NULL, gen_random_uuid(), '')"
        for row in (
            ("anothers", "assigned", ANOTHER),
            ("kept-out", "assigned", WHO),
            ("kept-out", "conflict", WHO),
        ):
            await module.service.log.pool.execute(put, *row)
        transport = httpx.ASGITransport(module.app)
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://service"))
        served = frozenset(route.path_format for route in every_route(module.app))
        yield Asked(module.service, client, trust, served)


async def test_no_list_of_any_service_tells_of_a_closed_case(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed_in_nothing(monkeypatch)
    told = {path for path in asked.lists() if await asked.tells(path, "referrer")}
    assert told == set()
    asked.service.closing = None
    told = {path for path in asked.lists() if await asked.tells(path, "referrer")}
    assert told >= WOULD_TELL[asked.service.name]


async def test_a_route_that_does_not_ask_tells_of_no_case(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lets_by(*_: Any, **__: Any) -> None:
        return

    monkeypatch.setattr(Asking, "_needs_to_know", lets_by)
    case, who = await intake.reported("rep-1"), ("person:b.manners", "business manager")
    assert await intake.listed("/cases", *who) == set()
    assert (await intake.get(f"/cases/{case}", *who)).status_code == 404
    intake.service.closing = None
    assert await intake.listed("/cases", *who) == {case}


async def test_a_list_that_is_not_narrowed_still_shows_what_is_open(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = await intake.reported("rep-1"), await intake.reported("rep-2")
    await intake.do(other, AssignCase(officer="person:s.elsewhere"))
    narrowed_in_nothing(monkeypatch)
    assert await intake.listed("/cases", "person:b.new", "referrer") == {mine}
    assert await intake.listed("/cases", "person:d.okafor", "decision-maker") == {mine, other}
