"""A case that is closed to whoever is signed in says what to do; what opens it opens its page and the lists."""

import asyncio
import re
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from services.console.changes import Changes
from shared.events.intake import CaseAssigned
from shared.events.need import ConflictDeclared, GlassBroken
from shared.sealed import Sealed
from tests.console.conftest import MakeConsole
from tests.console.examples import CASE, REPORTED
from tests.console.owner import owner
from tests.console.people.conftest import Doorstep
from tests.console.people.issuing import FakeIssuer, file_of
from tests.console.story import Story
from tests.console.test_live import PATIENCE_SECONDS
from tests.console.test_pages import words
from tests.console.test_partners import ASIDE, MEND, RECORD

pytestmark = pytest.mark.real
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
ELLIS = "person:m.ellis"
BROKEN = GlassBroken(
    opening=UUID(int=1),
    person=ELLIS,
    reason=Sealed(key=CASE, box="00"),
    until=NOW + timedelta(hours=4),
    review_by=date(2026, 2, 4),
)
KEPT_OUT = ConflictDeclared(
    conflict=UUID(int=2), person=ELLIS, kind="named in the case", reason=Sealed(key=CASE, box="00")
)


async def taken_by_another(door: Doorstep) -> Story:
    story = Story()
    door.console.it_is(NOW)
    taken = CaseAssigned(officer="person:another", deputy=None)
    await door.console.hears([story.said("intake", REPORTED, NOW), story.said("intake", taken, NOW)])
    return story


async def test_a_closed_case_says_what_to_do_and_opens_for_whoever_broke_the_glass(door: Doorstep) -> None:
    story = await taken_by_another(door)
    async with door.browser() as browser:
        await door.signs_in(browser)
        closed = await browser.get(f"/cases/{CASE}")
        assert closed.status_code == 403
        assert "This is closed to you" in closed.text
        assert f"/work/intake/BreakGlass?case={CASE}" in closed.text
        assert "serious harm" not in closed.text
        listed = await browser.get("/cases")
        assert (listed.status_code, CASE[:8] in listed.text) == (200, False)
        for page in ("/", "/waiting", "/cases?area=E06000045&order=oldest&owing=nothing"):
            shown = await browser.get(page)
            assert (shown.status_code, CASE[:8] in shown.text) == (200, False), page
        await door.console.hears([story.said("intake", BROKEN, NOW)])
        assert (await browser.get(f"/cases/{CASE}")).status_code == 200
        assert CASE[:8] in (await browser.get("/cases")).text
    door.console.it_is(BROKEN.until)
    async with door.browser() as browser:  # the session is over by then, too
        await door.signs_in(browser)
        assert (await browser.get(f"/cases/{CASE}")).status_code == 403


async def test_a_conflict_closes_a_case_to_whoever_runs_the_partnership(door: Doorstep) -> None:
    story = await taken_by_another(door)
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["managers"])
        assert (await browser.get(f"/cases/{CASE}")).status_code == 200
        assert CASE[:8] in (await browser.get("/cases")).text
        await door.console.hears([story.said("intake", KEPT_OUT, NOW)])
        closed = await browser.get(f"/cases/{CASE}")
        assert closed.status_code == 403
        assert "conflict of interest" in closed.text
        assert "BreakGlass" not in closed.text
        assert CASE[:8] not in (await browser.get("/cases")).text


@pytest.mark.parametrize("ended", ["conflict", "signed out"])
async def test_a_stream_ends_before_it_tells_somebody_of_what_is_not_for_them_any_more(
    door: Doorstep, monkeypatch: pytest.MonkeyPatch, ended: str
) -> None:
    story, begun, follow = await taken_by_another(door), asyncio.Event(), Changes.follow

    def followed(changes: Changes, since: int, case: str) -> AsyncGenerator[int, None]:
        begun.set()  # they were let in
        return follow(changes, since, case)

    monkeypatch.setattr(Changes, "follow", followed)
    async with door.browser() as browser, asyncio.timeout(PATIENCE_SECONDS):
        await door.signs_in(browser, groups=["managers"])
        since = await door.console.service.log.pool.fetchval("SELECT max(position) FROM log.event_log")
        stream = asyncio.create_task(browser.get("/changes", params={"since": since, "case": CASE}))
        await begun.wait()
        if ended == "conflict":
            await door.console.hears([story.said("intake", KEPT_OUT, NOW)])
        else:
            await door.submits(browser, "/sign-out", {})
            await door.console.hears([story.said("intake", BROKEN, NOW)])
        assert "changed" not in (await stream).text


async def test_an_auditor_s_page_of_a_case_tells_who_and_when_and_never_what_about(door: Doorstep) -> None:
    await taken_by_another(door)
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["auditors"])
        page = await browser.get(f"/cases/{CASE}")
        assert page.status_code == 200
        assert "You see who did what and when" in page.text and "person:another" in page.text
        assert "serious harm" not in page.text and "E06000045" not in page.text
        wire = await door.console.service.log.pool.fetchval(
            "SELECT entry FROM log.audit ORDER BY number DESC LIMIT 1"
        )
        assert b'"note":"metadata alone"' in wire and b'"relation":"any case"' in wire
        assert (await browser.get(f"/cases/{CASE}", params={"known_on": "2026-02-02"})).status_code == 200
        looked = await browser.get(f"/cases/{CASE}/who-looked")
        assert looked.status_code == 200 and "(metadata alone)" in looked.text
        assert (await browser.get("/cases/no-such-case")).status_code == 404
        for path in ("/cases", f"/changes?case={CASE}", "/learning"):
            assert (await browser.get(path)).status_code == 403, path


async def test_an_auditor_who_is_a_referrer_too_is_offered_to_break_the_glass(door: Doorstep) -> None:
    await taken_by_another(door)
    for groups, offered in ((["auditors"], False), (["auditors", "caseworkers"], True)):
        async with door.browser() as browser:
            await door.signs_in(browser, groups=groups)
            page = await browser.get(f"/cases/{CASE}")
            assert page.status_code == 200 and "You see who did what and when" in page.text
            assert ("BreakGlass" in page.text) == offered, groups


async def test_whose_roles_are_for_something_else_are_told_so(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["press"])
        refused = await browser.get("/statistics")
        assert refused.status_code == 403
        assert "None of your roles is for this" in refused.text
        assert (await browser.get("/")).status_code == 200


@pytest.mark.parametrize(("group", "status"), [("solicitors", 403), ("managers", 200)])
async def test_whoever_oversees_and_does_not_mend_is_told_who_does(
    make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path, group: str, status: int
) -> None:
    async with owner("intake") as intake:
        said = {"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file_of(issuer, tmp_path))}
        door = Doorstep(await make_console({"intake": intake.address}, said), issuer)
        async with door.browser() as browser:
            await door.signs_in(browser, groups=[group])
            intake.answers = [(200, ASIDE), (200, RECORD)]
            page = await browser.get(MEND)
            assert page.status_code == status
            assert ("ask a decision-maker" in words(page)) == (status == 403)
            assert ("<textarea" in page.text) == (status == 200)
            if status == 403:
                intake.answers = [(200, ASIDE)]
                sent = await door.submits(browser, MEND, {"reason": "r", "step": "as it came"})
                assert (sent.status_code, "ask a decision-maker" in words(sent)) == (403, True)


async def test_a_form_on_a_closed_case_tells_nothing_of_it(
    make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path
) -> None:
    """It is there to declare a conflict by, or to break the glass: what happened meanwhile is not for them."""
    async with owner("intake") as intake:
        said = {"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file_of(issuer, tmp_path))}
        door = Doorstep(await make_console({"intake": intake.address}, said), issuer)
        await taken_by_another(door)
        async with door.browser() as browser:
            await door.signs_in(browser)
            page = await browser.get(f"/work/intake/DeclareOwnConflict?case={CASE}")
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text))
            assert hidden["version"] == ""
            intake.answers.append((412, {"detail": "The case has changed since you looked at it."}))
            typed = {**hidden, "version": "0", "kind": "other", "reason": "She is my sister.", "step": "send"}
            answer = await door.submits(browser, f"/work/intake/DeclareOwnConflict?case={CASE}", typed)
            assert answer.status_code == 409
            assert "She is my sister." in answer.text
            assert "person:another" not in answer.text and "serious harm" not in answer.text
            assert (await browser.get(f"/changes?case={CASE}")).status_code == 403
