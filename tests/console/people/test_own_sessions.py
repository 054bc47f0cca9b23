"""A person's own page lists where they are signed in, and ends each of these sessions by itself."""

import re
from datetime import timedelta

import httpx
import pytest

from services.console.people.browsers import browser_of
from services.console.session import IDLE_MINUTES
from tests.console.examples import MONDAY
from tests.console.people.conftest import Doorstep
from tests.console.test_pages import without_postgres, words

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
END = "/account/sessions/end"


@pytest.mark.parametrize(
    ("said", "called"),
    [
        (FIREFOX, "Firefox on Windows"),
        (EDGE, "Edge on Windows"),
        (CHROME, "Chrome on Linux"),
        (SAFARI, "Safari on an iPhone"),
        ("curl/8.5.0", "Another browser"),
        ("<script>Linux", "Another browser on Linux"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_called_by_words_of_ours(said: str, called: str) -> None:
    assert browser_of(said) == called


def named(page: httpx.Response) -> list[str]:
    """By what the others are ended."""
    return re.findall(r'name="session" value="([^"]+)"', page.text)


@pytest.mark.real
async def test_one_sees_each_session_of_ones_own_and_ends_any_of_them(door: Doorstep) -> None:
    async with door.browser() as desk, door.browser() as telephone, door.browser() as another:
        desk.headers["User-Agent"], telephone.headers["User-Agent"] = FIREFOX, SAFARI
        await door.signs_in(another, sub="d.okafor")
        await door.signs_in(telephone)
        door.console.it_is(MONDAY + timedelta(minutes=5))
        await door.signs_in(desk)
        page = await desk.get("/account")
        told = words(page)
        assert "Where you are signed in in 2 browsers" in told
        assert told.index("Firefox on Windows") < told.index("This browser") < told.index("Safari on an iPhone")
        (other,) = named(page)
        ended = await door.submits(desk, END, {"session": other})
        assert (ended.status_code, ended.headers["location"]) == (303, "/account")
        assert not await door.signed_in(telephone)
        assert await door.signed_in(desk) and await door.signed_in(another)
        assert "in this browser alone" in words(await desk.get("/account")) and not named(
            await desk.get("/account")
        )
        again = await door.submits(desk, END, {"session": other})  # it is over already
        assert again.status_code == 303 and await door.signed_in(desk)


@pytest.mark.real
async def test_nobody_sees_or_ends_anothers_session(door: Doorstep) -> None:
    async with door.browser() as mine, door.browser() as twice, door.browser() as theirs:
        await door.signs_in(mine)
        await door.signs_in(twice)
        await door.signs_in(theirs, sub="d.okafor")
        (other,) = named(await mine.get("/account"))
        assert not named(await theirs.get("/account"))
        assert (await door.submits(theirs, END, {"session": other})).status_code == 303
        assert await door.signed_in(twice)


@pytest.mark.real
async def test_what_a_session_is_named_by_opens_none(door: Doorstep) -> None:
    """It stands in a page: whoever reads that can end a session, and go on with none."""
    async with door.browser() as mine, door.browser() as twice, door.browser() as stranger:
        await door.signs_in(mine)
        await door.signs_in(twice)
        page = await mine.get("/account")
        (other,) = named(page)
        assert mine.cookies["session"] not in page.text and twice.cookies["session"] not in page.text
        stranger.cookies.set("session", other, domain="console.local")
        assert not await door.signed_in(stranger)


@pytest.mark.real
async def test_a_session_whose_time_has_run_out_is_listed_no_more(door: Doorstep) -> None:
    async with door.browser() as mine, door.browser() as forgotten:
        await door.signs_in(forgotten)
        door.console.it_is(MONDAY + timedelta(minutes=IDLE_MINUTES, seconds=1))
        await door.signs_in(mine)
        assert not named(await mine.get("/account"))


@pytest.mark.real
@pytest.mark.parametrize("name", ["", "x", "0" * 63, "G" * 64, "0" * 65])
async def test_what_names_no_session_is_refused(door: Doorstep, name: str) -> None:
    async with door.browser() as mine:
        await door.signs_in(mine)
        assert (await door.submits(mine, END, {"session": name})).status_code == 422


@pytest.mark.real
async def test_another_sites_form_ends_nothing(door: Doorstep) -> None:
    async with door.browser() as mine, door.browser() as twice:
        await door.signs_in(mine)
        await door.signs_in(twice)
        (other,) = named(await mine.get("/account"))
        assert (await mine.post(END, data={"session": other})).status_code == 403
        assert await door.signed_in(twice)


@pytest.mark.real
async def test_with_the_database_away_no_list_is_shown_that_might_lack_one(door: Doorstep) -> None:
    async with door.browser() as mine:
        await door.signs_in(mine)
        await without_postgres(door.console, "gone")
        assert (await mine.get("/account")).status_code == 503
