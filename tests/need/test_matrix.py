"""Every role, on every route of every service, in every relation to the case: as docs/who-may.txt has it.

What is asked is each route's own dependency, as it is wired; nothing is connected, and no endpoint runs.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from structlog.testing import capture_logs

from deploy.documents import SERVICES
from services.console.needed import Needed, NotLetIn
from services.console.people.looker import Looker
from services.console.people.person import Person
from shared.identity.principal import Principal, Role
from shared.need.can import REFUSALS
from shared.need.decision import ACTIONS
from shared.need.seen import LOOKING
from shared.need.table import ROWS, SERVES
from shared.web.asking import CONTRIBUTOR, Asking
from shared.web.bearer import PRINCIPAL
from shared.web.bodies import BodyRefused
from tests.identity.tokens import agency_key, authorities, partnership_file
from tests.identity.wiring import wired
from tests.need.matrix import CASE, NOW, PURPOSES, SCENARIOS, WHO, Rows, expected, served, written

ROLES: tuple[Role, ...] = get_args(Role)
_NEVER = datetime.max.replace(tzinfo=UTC)


class StandsStill:
    def now(self) -> datetime:
        return NOW


class Wired:
    """A service whose clock stands still, and that knows of a case what a test tells it."""

    def __init__(self, name: str, folder: Any) -> None:
        trust = authorities(folder)
        partnership = partnership_file(folder, {"hospital": [agency_key().text]})
        module = wired(name, trust, partnership, CSPR_REQUESTS_PER_SECOND="1000000")
        self.name, self.app, self.knows = name, module.app, Rows()
        module.service.clock = StandsStill()
        module.service.log._pool = self.knows
        self.rules = module.rules if name == "console" else None


@pytest.fixture(scope="module", params=SERVICES)
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Wired:
    return Wired(request.param, tmp_path_factory.mktemp("need"))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Each refusal is a line in the log; here are a hundred thousand."""
    with capture_logs():
        yield


def every_route(app: FastAPI) -> list[Any]:
    """As they are reached: with what their routers put before them."""
    return [
        each
        for router in app.routes
        if hasattr(router, "effective_route_contexts")
        for each in router.effective_route_contexts()
    ]


def routes(app: FastAPI, kind: type[Any]) -> Iterator[tuple[Any, Any]]:
    """Each route, and what decides before it."""
    for route in every_route(app):
        for each in route.dependencies:
            if isinstance(each.dependency, kind):
                yield route, each.dependency


def principal(role: Role, org: str = "hospital") -> Principal:
    return Principal(WHO, (role,), org, "console", "1", _NEVER)


def request_for(route: Any, who: Principal) -> Request:
    """As the server hands it on, to a route whose case is the one."""
    (method,) = route.methods or ()
    path = {name: CASE if name == "case" else "x" for name in route.param_convertors}
    scope = {"type": "http", "method": method, "path": route.path_format, "path_params": path, "route": route}
    asked = {"query_string": b"", "headers": [(b"actor", who.actor.encode())], "state": {PRINCIPAL: who}}
    return Request({**scope, **asked})


async def test_every_role_in_every_relation_may_what_is_written(service: Wired) -> None:
    asked, wrong = 0, []
    for route, asking in routes(service.app, Asking):
        (method,) = route.methods or ()
        askers = asking._rules.of(method, route.path_format)
        if "person" not in askers:
            continue
        action, has_case = asking._rules.action(method, route.path_format), "case" in route.param_convertors
        assert action in ACTIONS, (method, route.path_format)
        for scenario, service.knows.rows in SCENARIOS.items():
            for role in ROLES:
                asked += 1
                may = await lets_in(asking, request_for(route, principal(role)))
                of_agencies = "agency" in askers
                should = expected(role, action, scenario, has_case=has_case, of_agencies=of_agencies)
                if may != (should and (of_agencies or role != CONTRIBUTOR)):
                    wrong.append((method, route.path_format, action, role, scenario, may))
    assert not wrong, wrong[:20]
    assert asked > 100


async def lets_in(asking: Asking, request: Request) -> bool:
    try:
        await asking(request)
    except BodyRefused as refused:
        assert (refused.status, refused.detail) == (403, REFUSALS[refused.rule])
        return False
    return True


async def test_the_console_s_pages_ask_the_same(service: Wired) -> None:
    if service.rules is None:
        return
    wrong = []
    for route, needed in routes(service.app, Needed):
        (method,) = route.methods or ()
        if "session" not in service.rules.of(method, route.path_format):
            continue
        action, has_case = service.rules.action(method, route.path_format), "case" in route.param_convertors
        assert action in ACTIONS, (method, route.path_format)
        for scenario, service.knows.rows in SCENARIOS.items():
            for role in ROLES:
                request = request_for(route, principal(role))
                request.state.looker = Looker(WHO, WHO, Person(WHO, "hospital", (role,)))
                may = await _shows(needed, request)
                if may != expected(role, action, scenario, has_case=has_case, of_agencies=False):
                    wrong.append((method, route.path_format, action, role, scenario, may))
    assert not wrong, wrong[:20]


async def _shows(needed: Needed, request: Request) -> bool:
    try:
        await needed(request)
    except NotLetIn:
        return False
    return True


def test_no_route_is_without_a_decision(service: Wired) -> None:
    """Each but those of health has what decides before it, and says what it does where persons may ask."""
    document = service.app.openapi()["paths"]
    told = {(method.upper(), path) for path, item in document.items() for method in item}
    reached = {(method, route.path_format) for route in every_route(service.app) for method in route.methods}
    assert told <= reached
    for route in every_route(service.app):
        (method,) = route.methods or ()
        deciding = [each.dependency for each in route.dependencies if isinstance(each.dependency, Asking)]
        health = route.path_format.startswith(("/health/", "/status", "/metrics", "/asyncapi.json"))
        assert bool(deciding) != health, route.path_format
        if deciding and {"person", "session"} & deciding[0]._rules.of(method, route.path_format):
            assert deciding[0]._rules.action(method, route.path_format), (method, route.path_format)


async def test_whoever_has_no_role_may_nothing_but_look_up(service: Wired) -> None:
    service.knows.rows = SCENARIOS["assigned"]
    nobody = Principal(WHO, (), "hospital", "console", "1", _NEVER)
    for route, asking in routes(service.app, Asking):
        (method,) = route.methods or ()
        if "person" in asking._rules.of(method, route.path_format):
            looks_up = asking._rules.action(method, route.path_format) in ("look up", "begin")
            assert await lets_in(asking, request_for(route, nobody)) == looks_up, (method, route.path_format)


async def test_a_contributor_asks_as_its_agency_and_only_what_agencies_may(service: Wired) -> None:
    service.knows.rows = SCENARIOS["other"]
    for route, asking in routes(service.app, Asking):
        (method,) = route.methods or ()
        askers = asking._rules.of(method, route.path_format)
        if "agency" in askers:
            request = request_for(route, principal("agency contributor"))
            await asking(request)
            assert request.headers["actor"] == "agency:hospital", route.path_format
            assert LOOKING.get() is None, "what is its own, the route knows: nothing else is left out"
            stranger = request_for(route, principal("agency contributor", org="elsewhere"))
            looks_up = asking._rules.action(method, route.path_format) == "look up"
            assert await lets_in(asking, stranger) == looks_up, route.path_format


def test_the_file_names_every_role_and_purpose_and_no_other_action() -> None:
    assert {role for role, _, _ in written() if not role.startswith("everybody")} == set(ROLES)
    assert {action for _, _, actions in written() for action in actions} == set(ACTIONS)
    assert {purpose: frozenset(actions) for purpose, actions in SERVES.items()} == served()
    assert set(served()) == set(PURPOSES)


def test_every_row_says_why() -> None:
    assert all(row.why and row.needs and row.actions for row in ROWS)
