"""With lists not narrowed, and routes that do not ask, nothing of a closed case is shown all the same."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pytest

from services.intake.casework import AssignCase
from shared.identity.principal import Role
from shared.need.closed import RELATIONS
from shared.web import needing
from shared.web.asking import Asking
from shared.web.rules import OF_EVERY_SERVICE, Rules
from tests.need.conftest import Intake
from tests.need.filled import fill
from tests.need.matrix import ANOTHER, WHO
from tests.need.served import Served

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


async def tells(asked: Served, path: str, role: Role) -> bool:
    """Whether anything of either is read: shown, or found to be made up."""
    try:
        answer = await asked.get(path + NEEDS.get(path, ""), role)
    except Exception:  # a route that answers as long as it is shown none of them
        return True
    assert answer.status_code == 200, (path, answer.text)
    return "kept-out" in answer.text or "anothers" in answer.text


def lists(asked: Served) -> list[str]:
    """Their paths."""
    own = import_module(f"services.{asked.service.name}.actions").ACTIONS
    tables = (own, OF_EVERY_SERVICE)
    routes = (route for action in LISTS for table in tables for route in table.get(action, ()))
    paths = {path for method, path in map(str.split, routes) if method == "GET" and "{" not in path}
    return sorted(paths.intersection(asked.paths) - OF_AGENCIES)


@pytest.fixture
async def asked(empty: Served) -> Served:
    """With a row of two cases in each table: neither is for `WHO`, the one by a conflict."""
    await fill(empty.service, ("anothers", "kept-out"))
    put = f"INSERT INTO views.{RELATIONS} VALUES ($1, $2, $3, '', NULL, gen_random_uuid(), '')"
    for row in (
        ("anothers", "assigned", ANOTHER),
        ("kept-out", "assigned", WHO),
        ("kept-out", "conflict", WHO),
    ):
        await empty.service.log.pool.execute(put, *row)
    return empty


async def test_no_list_of_any_service_tells_of_a_closed_case(
    asked: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed_in_nothing(monkeypatch)
    told = {path for path in lists(asked) if await tells(asked, path, "referrer")}
    assert told == set()
    asked.service.closing = None
    told = {path for path in lists(asked) if await tells(asked, path, "referrer")}
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


async def test_a_route_that_by_mistake_needs_no_token_tells_nobody_of_any_case(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await intake.reported("rep-1")
    monkeypatch.setattr(Rules, "needs_token", lambda *_: False)
    nobody = {"Actor": "person:b.manners"}
    assert (await intake.client.get("/cases", headers=nobody)).json() == []
    assert (await intake.client.get(f"/cases/{case}", headers=nobody)).status_code == 404


async def test_a_list_that_is_not_narrowed_still_shows_what_is_open(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = await intake.reported("rep-1"), await intake.reported("rep-2")
    await intake.do(other, AssignCase(officer="person:s.elsewhere"))
    narrowed_in_nothing(monkeypatch)
    assert await intake.listed("/cases", "person:b.new", "referrer") == {mine}
    assert await intake.listed("/cases", "person:d.okafor", "decision-maker") == {mine, other}
