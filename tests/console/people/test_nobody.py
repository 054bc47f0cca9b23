"""Whoever is not signed in may see nothing, whatever lets them by; where nobody signs in, all may."""

from pathlib import Path

import pytest
from starlette.requests import Request

from services.console.needed import may_break, oversees
from services.console.people.door import SignedIn
from services.console.people.looker import NOBODY, Looker
from tests.console.conftest import MakeConsole, wired
from tests.console.examples import CASE
from tests.console.people.conftest import Doorstep

NO_DATABASE = "postgresql://127.0.0.1:9/none"
AT_THEIR_DESK = Looker(acts="person:m.ellis", types="person:m.ellis", believed=True)
TIME_RAN_OUT = Looker(types="person:m.ellis")


@pytest.mark.parametrize(("who", "may"), [(NOBODY, False), (TIME_RAN_OUT, False), (AT_THEIR_DESK, True)])
async def test_nobody_may_see_a_case_nor_oversee_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: Looker, may: bool
) -> None:
    needed = wired(tmp_path, monkeypatch, NO_DATABASE, {}).needed
    request = Request({"type": "http", "state": {"looker": who}})
    sees = [await needed.sees(request, CASE), await needed.reads(request, CASE), await needed.sees_all(request)]
    assert [*sees, oversees(request)] == [may] * 4
    assert not may_break(request)


@pytest.mark.real
async def test_nobody_gets_figures_but_those_for_the_public(
    door: Doorstep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignedIn, "refused", lambda *_: None)
    async with door.browser() as browser:
        asked = await browser.get("/statistics.json", params={"version": "internal"})
        assert (asked.status_code, asked.json()["version"]) == (200, "public")
        await door.signs_in(browser, groups=["managers"])
        asked = await browser.get("/statistics.json", params={"version": "internal"})
    assert asked.json()["version"] == "internal"


@pytest.mark.real
async def test_where_nobody_signs_in_whoever_comes_gets_all_figures(make_console: MakeConsole) -> None:
    async with (await make_console()).browser() as browser:
        assert (await browser.get("/statistics.json")).json()["version"] == "internal"
