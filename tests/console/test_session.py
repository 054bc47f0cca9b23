"""Who sits at the desk, for how long that is believed, and what a passer-by can see."""

import re

import httpx
import pytest

from services.console.helping import KEYS
from services.console.session import IDLE_MINUTES, LOCK_MINUTES, within
from tests.console.conftest import Console
from tests.console.test_pages import Outline, words


@pytest.mark.parametrize(
    "back", ["/", "/cases/x?known_on=2026-01-05", "/work/intake/X?draft=1#a", "/you?back=/a//b"]
)
def test_one_goes_back_to_where_one_was(back: str) -> None:
    assert within(back) == back


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "//[",
        "https://[",
        "/\\elsewhere.example",
        "cases",
        "",
        "javascript:x",
        "/a\nb",
    ],
)
def test_nobody_is_sent_on_to_another_site(back: str) -> None:
    assert within(back) == "/"


async def look(console: Console, path: str, who: str = "person:officer") -> httpx.Response:
    async with console.browser() as browser:
        return await browser.get(path, headers={"Cookie": f"you={who}"} if who else {})


@pytest.mark.real
async def test_whoever_asks_for_something_is_still_there_and_after_half_an_hour_is_not(console: Console) -> None:
    cookie = (await look(console, "/help")).headers["set-cookie"]
    assert cookie.startswith("you=person:officer;") or cookie.startswith('you="person:officer";')
    assert f"Max-Age={60 * IDLE_MINUTES}" in cookie
    assert "set-cookie" not in (await look(console, "/help", who="")).headers


@pytest.mark.real
async def test_a_locked_console_forgets_who_was_there_and_leads_back(console: Console) -> None:
    page = await look(console, "/locked?back=/cases%3Fpage%3D2")
    assert "Max-Age=0" in page.headers["set-cookie"]
    assert '<input type="hidden" name="back" value="/cases?page=2">' in page.text
    assert "person:officer" not in page.text


@pytest.mark.real
@pytest.mark.parametrize(
    "led, status",
    [("same-origin", 200), ("none", 200), ("cross-site", 303), ("same-site", 303), ("", 303)],
)
async def test_no_other_site_locks_anybody_out(console: Console, led: str, status: int) -> None:
    async with console.browser() as browser:
        told = {"Cookie": "you=person:officer", "Sec-Fetch-Site": led}
        answer = await browser.get("/locked?back=/cases", headers=told)
    forgotten = "Max-Age=0" in answer.headers.get("set-cookie", "")
    assert (answer.status_code, forgotten) == (status, status == 200)


@pytest.mark.real
async def test_a_blank_screen_shows_nothing_but_the_way_back(console: Console) -> None:
    page = await look(console, "/blank?back=/cases")
    assert "person:officer" not in page.text and 'href="/cases"' in page.text
    assert words(page) == "Screen blanked Skip to main content The screen is blanked Show the page again"


@pytest.mark.real
async def test_every_key_is_listed_and_means_one_thing(console: Console) -> None:
    keys = [
        attributes["accesskey"]
        for path in ("/help", "/cases")
        for _, attributes in Outline((await look(console, path)).text).found
        if "accesskey" in attributes
    ]
    assert set(keys) == {key for key, _ in KEYS}
    on_one = [a["accesskey"] for _, a in Outline((await look(console, "/cases")).text).found if "accesskey" in a]
    assert len(on_one) == len(set(on_one))


@pytest.mark.real
async def test_the_script_locks_after_the_minutes_that_help_tells(console: Console) -> None:
    told = (await look(console, "/console.js")).text
    (minutes,) = re.findall(r"const LOCK_MINUTES = (\d+);", told)
    assert int(minutes) == LOCK_MINUTES
    assert f"After {LOCK_MINUTES} minutes" in words(await look(console, "/help"))


@pytest.mark.real
async def test_whoever_is_here_for_the_first_time_is_led_through(console: Console) -> None:
    assert 'href="/first-visit"' in (await look(console, "/", who="")).text
    assert 'href="/first-visit"' not in (await look(console, "/")).text
    assert "You are person:officer." in words(await look(console, "/first-visit"))
