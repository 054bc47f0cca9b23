"""With lists that are not narrowed no page tells of a closed case all the same: PostgreSQL does not."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import Request

from services.console.needed import Needed
from services.console.people.door import SignedIn
from shared.need.opened import nothing_yet, opened
from shared.web import needing
from tests.console.conftest import MakeConsole
from tests.console.examples import CASE
from tests.console.owner import owner
from tests.console.people.conftest import Doorstep
from tests.console.people.issuing import FakeIssuer, file_of
from tests.console.people.test_closed import taken_by_another
from tests.identity.tokens import authorities
from tests.need.test_matrix import every_route
from tests.need.test_opened import asking

pytestmark = pytest.mark.real
NEVER = "00000000-0000-0000-0000-000000000000"
PAGES = ("/", "/waiting", "/cases", "/cases?order=oldest", "/cases.csv", "/cases.json", "/duties.json", "/system")


@pytest.fixture(params=["with issuers of tokens", "without"])
async def at_the_door(
    request: pytest.FixtureRequest, make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path
) -> Doorstep:
    """An installation's console believes tokens, too: of what commands ask."""
    tokens = {"CSPR_ISSUERS": str(authorities(tmp_path).file)} if request.param != "without" else {}
    said = {"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file_of(issuer, tmp_path)), **tokens}
    return Doorstep(await make_console(said=said), issuer)


async def test_no_page_and_no_export_of_the_console_tells_of_a_closed_case(
    at_the_door: Doorstep, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = at_the_door
    await taken_by_another(door)
    monkeypatch.setattr(needing, "_as_seen", lambda service, db, visible: db)

    async def telling() -> set[str]:
        async with door.browser() as browser:
            await door.signs_in(browser)
            answers = {page: await browser.get(page) for page in PAGES}
        assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(PAGES, 200)
        return {page for page, answer in answers.items() if CASE[:8] in answer.text}

    assert await telling() == set()
    door.console.service.closing = None
    assert await telling() >= {"/cases", "/cases.json"}


async def test_to_whoever_is_not_signed_in_no_page_tells_of_any_case(
    at_the_door: Doorstep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the door let them by."""
    door = at_the_door
    await taken_by_another(door)
    monkeypatch.setattr(SignedIn, "refused", lambda *_: None)
    async with door.browser() as browser:
        answers = {page: await browser.get(page) for page in PAGES}
        one = await browser.get(f"/cases/{CASE}")
    assert {page for page, answer in answers.items() if CASE[:8] in answer.text} == set()
    assert {answers[page].status_code for page in ("/", "/cases", "/cases.json")} == {200}
    assert one.status_code == 404


async def lets_by(_: Needed, request: Request) -> None:
    return


async def always(*_: Any) -> bool:
    return True


async def test_a_page_of_a_case_that_does_not_ask_knows_of_no_such_case(
    make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each there is; nor is any service asked about it."""
    said = {"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file_of(issuer, tmp_path))}
    async with owner("intake") as intake:
        door = Doorstep(await make_console({"intake": intake.address}, said), issuer)
        await taken_by_another(door)
        app = door.console.module.app
        of_a_case = {each.path_format for each in every_route(app) if "{case}" in each.path_format}
        async with door.browser() as browser:
            await door.signs_in(browser, groups=["managers"])
            shown = {page for page in of_a_case if (await browser.get(page.format(case=CASE))).status_code == 200}
        assert shown >= {"/cases/{case}", "/cases/{case}/who-looked"}
        monkeypatch.setattr(Needed, "__call__", lets_by)
        monkeypatch.setattr(Needed, "reads", always)
        intake.asked.clear()
        async with door.browser() as browser:
            await door.signs_in(browser)
            for page in of_a_case:
                never, closed = [await browser.get(page.format(case=case)) for case in (NEVER, CASE)]
                assert closed.status_code == 404, page
                assert closed.text.replace(CASE, NEVER) == never.text, page
    assert intake.asked == []


async def test_of_a_closed_case_nobody_is_told_how_much_was_said_or_what_is_new(door: Doorstep) -> None:
    await taken_by_another(door)
    records = door.console.module.records
    with nothing_yet(asking("person")):
        assert (await records.version(CASE, "intake"), await records.news(CASE, "intake", 0)) == (None, [])
        opened().cases([CASE])
        assert (await records.version(CASE, "intake"), len(await records.news(CASE, "intake", 0))) == (2, 2)
