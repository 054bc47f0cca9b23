"""Which cases there are, for whoever may know that and not what they are about: an auditor."""

import re

import httpx
import pytest

from tests.console.examples import CASE
from tests.console.people.conftest import Doorstep
from tests.console.people.test_closed import KEPT_OUT, NOW, taken_by_another
from tests.console.story import whole_case
from tests.console.test_pages import words

pytestmark = pytest.mark.real
ABOUT = ("serious harm", "E06000045", "police", "Southampton")


def shown(page: httpx.Response) -> str:
    assert page.status_code == 200
    return page.text


def menu(page: httpx.Response) -> str | None:
    found = re.search(r'<a href="(/\w+)"[^>]*>Cases</a>', shown(page))
    return found and found[1]


async def test_an_auditor_finds_which_cases_there_are_and_never_what_about(door: Doorstep) -> None:
    await taken_by_another(door)
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["auditors"])
        assert menu(await browser.get("/")) == "/register"
        assert (await browser.get("/cases")).status_code == 403
        page = await browser.get("/register")
        assert f'href="/cases/{CASE}"' in shown(page)
        assert "1 case" in words(page) and "Reported" in words(page) and "person:another" in words(page)
        assert [each for each in ABOUT if each in page.text] == []


@pytest.mark.parametrize("asked", ["area=E09999999", "agency=hospital", "trigger_class=C", "team=none"])
async def test_they_cannot_look_for_what_they_are_not_shown(door: Doorstep, asked: str) -> None:
    await taken_by_another(door)
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["auditors"])
        page = await browser.get(f"/register?{asked}")
        assert CASE in shown(page) and "Remove filter" not in page.text


async def test_a_public_reference_does_not_lead_from_a_report_to_its_case(door: Doorstep) -> None:
    await door.console.hears(whole_case())
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["auditors"])
        assert "0 cases" in words(await browser.get("/register?q=PM-2026-01"))
        assert "1 case " in words(await browser.get(f"/register?q={CASE[:8]}"))


async def test_a_conflict_closes_it_here_too(door: Doorstep) -> None:
    story = await taken_by_another(door)
    await door.console.hears([story.said("intake", KEPT_OUT, NOW)])
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["auditors"])
        assert CASE[:8] not in shown(await browser.get("/register"))


async def test_whoever_may_list_cases_is_led_to_the_whole_list(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["auditors", "caseworkers"])
        assert menu(await browser.get("/")) == "/cases"
