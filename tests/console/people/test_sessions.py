"""For how long a session holds, what it opens, and every way in which it ends."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from services.console.people.id_token import LEEWAY_SECONDS
from services.console.session import ABSOLUTE_HOURS, FRESH_MINUTES, IDLE_MINUTES, LOCK_MINUTES
from tests.console.examples import MONDAY
from tests.console.people.conftest import Doorstep
from tests.console.people.issuing import file_of
from tests.console.test_pages import without_postgres, words

pytestmark = pytest.mark.real
# What is shown to anybody: how the console is and looks, and the way in and out. All else needs a session.
OPEN = {
    *("/health/live", "/health/ready", "/health/views", "/status", "/metrics", "/asyncapi.json", "/openapi.json"),
    *("/console.css", "/console.js", "/live.js"),
    *("/you", "/sign-in", "/sign-in/to/{issuer}", "/sign-in/return", "/signed-out", "/locked", "/blank"),
    *(
        "/quarantine",
        "/quarantine/{quarantine_id}",
        "/quarantine/{quarantine_id}/record",
        "/erasures",
        "/erasures/{case}",
        "/audit",
    ),  # by token
}
FILLED = re.compile(r"\{\w+\}")


async def test_nothing_but_the_way_in_is_shown_to_whoever_is_not_signed_in(door: Doorstep) -> None:
    """Every address there is, so that one that is added is closed until somebody opens it here."""
    document = door.console.module.app.openapi()["paths"]
    closed = {path for path, methods in document.items() if "get" in methods} - OPEN
    assert "/cases" in closed and "/cases.json" in closed and len(closed) > 20
    async with door.browser() as browser:
        for path in sorted({*closed, "/changes"}):
            answer = await browser.get(FILLED.sub("x", path))
            leads = answer.headers.get("location", "").startswith("/sign-in?back=")
            assert answer.status_code == 401 or (answer.status_code == 303 and leads), path
        for path in sorted(OPEN):
            assert (await browser.get(FILLED.sub("x", path))).status_code != 401, path


async def test_nothing_is_done_for_whoever_is_not_signed_in(door: Doorstep) -> None:
    async with door.browser() as browser:
        await browser.get("/sign-in")
        for path, methods in sorted(door.console.module.app.openapi()["paths"].items()):
            if "post" in methods and not path.startswith(("/quarantine", "/you", "/sign-out")):
                answer = await door.submits(browser, FILLED.sub("x", path), {"step": "send"})
                assert answer.status_code == 401, path
        assert (await door.submits(browser, "/you", {"you": "person:m.ellis"})).status_code == 404


async def test_a_page_that_renews_itself_is_told_that_nobody_is_signed_in(door: Doorstep) -> None:
    async with door.browser() as browser:
        assert (await browser.get("/", headers={"X-Renewed": "1"})).status_code == 401


async def test_after_half_an_hour_without_a_request_one_signs_in_again(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        door.console.it_is(MONDAY + timedelta(minutes=IDLE_MINUTES))
        assert await door.signed_in(browser)
        door.console.it_is(MONDAY + timedelta(minutes=2 * IDLE_MINUTES))
        assert await door.signed_in(browser)  # the request before began the half hour anew
        door.console.it_is(MONDAY + timedelta(minutes=3 * IDLE_MINUTES, seconds=1))
        assert not await door.signed_in(browser)


async def test_a_page_that_renews_itself_keeps_nobody_signed_in(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        door.console.it_is(MONDAY + timedelta(minutes=IDLE_MINUTES - 1))
        assert (await browser.get("/cases", headers={"X-Renewed": "1"})).status_code == 200
        door.console.it_is(MONDAY + timedelta(minutes=IDLE_MINUTES + 1))
        assert not await door.signed_in(browser)


async def test_after_ten_hours_one_signs_in_again_however_busy(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        for halves in range(1, 2 * ABSOLUTE_HOURS + 1):
            door.console.it_is(MONDAY + timedelta(minutes=30 * halves))
            assert await door.signed_in(browser)
        door.console.it_is(MONDAY + timedelta(hours=ABSOLUTE_HOURS, seconds=1))
        assert not await door.signed_in(browser)


async def test_signing_out_ends_the_session_and_leads_to_where_the_issuer_ends_its_own(door: Doorstep) -> None:
    async with door.browser() as browser, door.browser() as elsewhere:
        await door.signs_in(browser)
        await door.signs_in(elsewhere)
        held = browser.cookies["session"]
        page = await door.submits(browser, "/sign-out", {})
        assert "You are signed out" in words(page) and "Max-Age=0" in page.headers["set-cookie"]
        assert f"{door.issuer.url}/end?client_id=the-console" in page.text and "id_token_hint=eyJ" in page.text
        browser.cookies.set("session", held, domain="console.local")  # a copy that somebody took before
        assert not await door.signed_in(browser)
        assert await door.signed_in(elsewhere)


async def test_signing_out_everywhere_ends_all_of_a_persons_sessions_and_nobody_elses(door: Doorstep) -> None:
    async with door.browser() as browser, door.browser() as elsewhere, door.browser() as another:
        await door.signs_in(browser)
        await door.signs_in(elsewhere)
        await door.signs_in(another, sub="d.okafor")
        await door.submits(browser, "/sign-out", {"everywhere": "yes"})
        assert not await door.signed_in(browser) and not await door.signed_in(elsewhere)
        assert await door.signed_in(another)


async def test_a_lock_ends_the_session_and_whoever_goes_on_proves_anew_who_they_are(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        held = browser.cookies["session"]
        page = await browser.get("/locked?back=/cases")
        assert "Locked" in words(page) and "m.ellis" not in page.text
        browser.cookies.set("session", held, domain="console.local")
        assert not await door.signed_in(browser)
        (again,) = re.findall(r'href="/sign-in(\?minutes=0&amp;back=/cases)"', page.text)
        assert "max_age=0" in await door.begins(browser, again.replace("&amp;", "&"))
        old = (await door.signs_in(browser, "?minutes=0", auth_time=1)).status_code
        assert (old, await door.signed_in(browser)) == (400, False)
        assert (await door.signs_in(browser, "?minutes=0&back=/cases")).headers["location"] == "/cases"


async def test_whoever_has_left_is_out_at_once_and_comes_in_no_more(door: Doorstep) -> None:
    async with door.browser() as browser, door.browser() as manager:
        await door.signs_in(browser)
        await door.signs_in(manager, sub="b.manners", groups=["managers"])
        listed = words(await manager.get("/people"))
        assert "2 signed in" in listed and "person:m.ellis" in listed

        done = await door.submits(manager, "/people/leavers", {"person": "person:m.ellis"})
        assert (done.status_code, done.headers["location"]) == (303, "/people")
        assert not await door.signed_in(browser)
        refused = await door.signs_in(browser)
        assert refused.status_code == 403 and "let in no more" in words(refused)
        assert "1 shut out" in words(await manager.get("/people"))

        await door.submits(manager, "/people/returners", {"person": "person:m.ellis"})
        await door.signs_in(browser)
        assert await door.signed_in(browser)


async def test_who_may_come_in_is_seen_to_by_those_whose_office_it_is(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        assert (await browser.get("/people")).status_code == 403
        for path in ("/people/leavers", "/people/returners"):
            assert (await door.submits(browser, path, {"person": "person:d.okafor"})).status_code == 403
        left = await door.console.service.log.pool.fetchval("SELECT count(*) FROM people.leaver")
        assert left == 0


@pytest.mark.parametrize("who", ["", "m.ellis", "agency:police", "person:b.manners", "person:a b"])
async def test_nobody_shuts_themselves_out_or_somebody_who_is_none(door: Doorstep, who: str) -> None:
    async with door.browser() as manager:
        await door.signs_in(manager, sub="b.manners", groups=["managers"])
        answer = await door.submits(manager, "/people/leavers", {"person": who})
        assert (answer.status_code, "Error:" in answer.text) == (422, True)
        assert await door.signed_in(manager)


async def test_many_cases_leave_the_console_only_after_one_has_shown_anew_who_one_is(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        assert (await browser.get("/cases.csv?area=E06000045")).status_code == 200
        door.console.it_is(MONDAY + timedelta(minutes=FRESH_MINUTES + 1))
        as_data = await browser.get("/cases.json")
        assert as_data.headers["location"] == "/sign-in?minutes=15&back=%2Fcases.json"
        asked = await browser.get("/cases.csv?area=E06000045")
        assert asked.headers["location"] == "/sign-in?minutes=15&back=%2Fcases.csv%3Farea%3DE06000045"
        page = await browser.get(asked.headers["location"])
        assert "Sign in again" in words(page)
        back = await door.signs_in(browser, "?minutes=15&back=/cases.csv")
        assert (await browser.get(back.headers["location"])).status_code == 200
        assert (await browser.get("/cases.json")).json() == []


@pytest.mark.parametrize("asked", ["", "?minutes=900", "?minutes=x"])
async def test_the_issuers_own_session_undoes_no_end_of_ours(door: Doorstep, asked: str) -> None:
    """Whoever comes in has shown who they are within the minutes of the lock, however they ask."""
    async with door.browser() as browser:
        location = await door.begins(browser, asked)
        assert parse_qs(urlsplit(location).query)["max_age"] == [str(60 * LOCK_MINUTES)]
        remembered = int(time.time()) - 60 * LOCK_MINUTES - LEEWAY_SECONDS - 1
        for proven in (remembered, None):
            assert (await door.signs_in(browser, asked, auth_time=proven)).status_code == 400
            assert not await door.signed_in(browser)


async def test_with_the_database_away_nobody_is_let_in_and_nobody_is_shown_anything(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser)
        await without_postgres(door.console, "gone")
        for path in ("/cases", "/account", "/cases.json", "/sign-in/to/council"):
            answer = await browser.get(path)
            assert (answer.status_code, "m.ellis" in answer.text) == (503, False), path
        assert (await browser.get("/console.css")).status_code == 200


async def test_over_https_no_other_site_and_no_plain_connection_can_set_or_read_a_cookie(
    make_console, issuer, tmp_path
) -> None:
    said = {"CSPR_IDENTITY": str(file_of(issuer, tmp_path)), "CSPR_CONSOLE_URL": "https://console.example"}
    door = Doorstep(await make_console(said=said), issuer)
    async with door.browser() as browser:
        answer = await browser.get("/sign-in")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-browser=") and "Secure" in cookie and "Domain" not in cookie
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        held = {"Cookie": cookie.partition(";")[0]}
        location = (await browser.get("/sign-in/to/council", headers=held)).headers["location"]
        assert "redirect_uri=https%3A%2F%2Fconsole.example%2Fsign-in%2Freturn" in location
        kept = (await browser.get(issuer.grants(location), headers=held)).headers["set-cookie"]
        assert kept.startswith("__Host-session=") and "Secure" in kept and "Path=/" in kept
