"""What sealed things are opened for: one table, which every route that opens something is held to."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from structlog.testing import capture_logs

from deploy.documents import ROOT, SERVICES
from shared import looking
from shared.events.need import Purpose as LetInFor
from shared.identity.principal import Role
from shared.keys import Keyring, NotItsPurpose
from shared.looking import Looking
from shared.need.can import may_state
from shared.need.openings import OPENINGS, TO_COPY, of_purpose, opened_on, stated_on
from shared.purposes import OWN, PURPOSES, STATED, Own
from shared.web.asking import CONTRIBUTOR, Asking
from shared.web.bodies import BodyRefused
from tests.need import matrix, opened_by
from tests.need.matrix import SCENARIOS
from tests.need.test_matrix import Wired, lets_in, principal, request_for, routes

ROLES: tuple[Role, ...] = get_args(Role)
SEALS = ("unseal", "unseal_bytes", "unwrap")
OPENS_THEM = {"shared/keys.py", "shared/documents.py"}
UNWRAPS = {"shared/token_keys.py", "shared/unwrapping.py", "shared/wrapping.py"}
# Under a key of the installation, for the very person: what they typed, and that they are signing in.
OF_NO_CASE = {
    "services/console/drafts.py",
    "services/console/people/begun.py",
    "services/console/people/sessions.py",
}
ROUTE = "GET /cases/{case}/report"


@pytest.fixture(scope="module", params=[name for name in SERVICES if name != "console"])
def wired_service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Wired:
    return Wired(request.param, tmp_path_factory.mktemp("purposes"))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


def test_each_purpose_has_one_row_and_no_row_has_another() -> None:
    assert sorted(each.purpose for each in OPENINGS) == sorted(PURPOSES)
    assert of_purpose("curiosity") is None


def test_a_purpose_that_is_stated_has_whoever_may_state_it_and_no_other_has() -> None:
    for each in OPENINGS:
        assert bool(each.roles or each.let_in_for) == (each.purpose in STATED), each.purpose
        assert each.why, each.purpose
        assert set(each.roles) <= set(ROLES)
        assert set(each.let_in_for) <= set(get_args(LetInFor))


def test_the_file_says_of_each_purpose_that_is_stated_who_may() -> None:
    rows = {it.purpose: (frozenset(it.roles), frozenset(it.let_in_for)) for it in OPENINGS if it.purpose in STATED}
    assert matrix.stated() == rows


def test_a_route_that_opens_something_is_in_some_service(tmp_path: Path) -> None:
    told = {
        f"{method} {route.path_format}"
        for name in SERVICES
        for route, _ in routes(Wired(name, tmp_path).app, Asking)
        for method in route.methods
    }
    assert {route for each in OPENINGS for route in each.routes} <= told


@pytest.mark.parametrize("service", [name for name in SERVICES if name != "console"])
def test_each_route_that_opens_something_is_in_the_table_and_no_other(service: str) -> None:
    """One that is missing would fail for everybody the first time that it is asked for."""
    table = {route for each in OPENINGS for route in each.routes}
    for route, name in opened_by.routes(service).items():
        if route != TO_COPY:  # it is handed what composes, and that opens: followed below
            assert opened_by.opens(name) == (route in table), (route, name)
            assert opened_by.purposes(name) == opened_on(route) & OWN, (route, name)


def test_what_is_copied_into_a_portal_is_opened_for_what_it_is_composed_for() -> None:
    composers = [(f"services.{name}.worker", "composer") for name in ("notifier", "reviews", "publisher")]
    assert all(map(opened_by.opens, composers))
    assert {text for each in composers for text in opened_by.purposes(each)} == opened_on(TO_COPY)


async def test_every_role_states_what_is_written_and_nothing_else(wired_service: Wired) -> None:
    asked, wrong = 0, []
    for route, asking in routes(wired_service.app, Asking):
        (method,) = route.methods or ()
        action = asking._rules.action(method, route.path_format)
        for purpose in sorted(opened_on(f"{method} {route.path_format}") & STATED):
            for scenario, wired_service.knows.rows in SCENARIOS.items():
                for role in (each for each in ROLES if each != CONTRIBUTOR):
                    asked += 1
                    should = matrix.may_state(
                        role, action or "", scenario, purpose, has_case="case" in route.param_convertors
                    )
                    if await _opens(asking, route, role, purpose) != should:
                        wrong.append((route.path_format, role, scenario, purpose, should))
    assert not wrong, wrong[:20]
    assert asked > 1000


async def _opens(asking: Asking, route: Any, role: Role, purpose: str) -> bool:
    request = request_for(route, principal(role))
    request.scope["query_string"] = f"purpose={purpose.replace(' ', '+')}".encode()
    return await lets_in(asking, request)


async def test_whoever_may_read_for_another_purpose_is_told_that_it_is_the_purpose(wired_service: Wired) -> None:
    for route, asking in routes(wired_service.app, Asking):
        (method,) = route.methods or ()
        if f"{method} {route.path_format}" != ROUTE:
            continue
        wired_service.knows.rows = SCENARIOS["assigned"]
        assert await _opens(asking, route, "referrer", "screening")
        request = request_for(route, principal("referrer"))
        request.scope["query_string"] = b"purpose=subject+access"
        with pytest.raises(BodyRefused) as refused:
            await asking(request)
        assert refused.value.rule == "not-for-this-purpose"


def test_what_is_no_purpose_of_a_route_is_not_stated_there() -> None:
    assert stated_on(ROUTE, "screening") == "screening"
    assert stated_on(ROUTE, "yearly report") == ""  # of another route
    assert stated_on("GET /cases/{case}/returns", "gathering") == ""  # said by the route, not by whoever asks
    assert stated_on(ROUTE, "curiosity") == ""


def test_a_form_offers_what_the_role_may_state() -> None:
    texts = "GET /cases/{case}/learning/texts"
    assert may_state(("legal and data protection",), "read", texts) == {
        "review",
        "subject access",
        "assurance",
        "audit",
    }
    assert may_state(("lead reviewer",), "read", ROUTE) >= {"review", "decision"}  # behind broken glass, any
    assert may_state(("auditor",), "read", ROUTE) == frozenset()
    assert may_state(("business manager",), "no such action", ROUTE) == frozenset()


class OneKey:
    """In place of a database."""

    async def fetchval(self, query: str, *_: Any) -> Any:
        return self.wrapped if "wrapped" in query else False

    def __init__(self, wrapped: bytes) -> None:
        self.wrapped = wrapped


async def test_a_route_opens_nothing_for_what_the_table_does_not_name_for_it() -> None:
    keyring = Keyring(b"w" * 32)
    key = b"k" * 32
    db: Any = OneKey(keyring._wrapping.wrap(key, "case-1"))
    with looking.begun(Looking(may_open=opened_on(ROUTE))) as now:
        assert await keyring.find(db, "case-1", "screening") == key
        with pytest.raises(NotItsPurpose):
            await keyring.find(db, "case-1", "composing a notice")
        assert now.opened == {"case-1": {"screening"}}
    with looking.begun(Looking(may_open=opened_on("GET /cases/{case}/clocks"))) as now:
        with pytest.raises(NotItsPurpose):
            await keyring.find(db, "case-1", "screening")
        assert not now.opened
    with looking.begun(Looking()) as now:  # a task of ours
        await keyring.find(db, "case-1", "finding duplicates")
        assert now.opened == {"case-1": {"finding duplicates"}}


def test_nothing_is_opened_but_by_the_keyring_which_is_told_what_for() -> None:
    """That each call says one of the purposes is the type checker's to see: the argument has no default."""
    found = {str(path.relative_to(ROOT)) for path in sources() if called(path) & set(SEALS)}
    assert found == OPENS_THEM | UNWRAPS | OF_NO_CASE


def test_each_purpose_of_our_own_is_one_that_something_is_opened_for() -> None:
    said = {text for path in sources() if path.name not in ("purposes.py", "openings.py") for text in texts(path)}
    assert frozenset(get_args(Own)) == OWN and said >= OWN, OWN - said


def sources() -> Iterator[Path]:
    for folder in ("services", "shared"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def called(path: Path) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {getattr(it, "id", getattr(it, "attr", "")) for it in calls}


def texts(path: Path) -> set[str]:
    found = ast.walk(ast.parse(path.read_text()))
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}
