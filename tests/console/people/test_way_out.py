"""Whoever is signed in finds the way out from every page, and the page that it leads from ends their session."""

import re

import pytest

from tests.console.people.conftest import Doorstep
from tests.console.test_pages import PAGES, Outline

pytestmark = pytest.mark.real


async def test_every_page_names_who_is_signed_in_and_leads_to_the_way_out(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser, groups=["managers"])
        for path in sorted({*PAGES, "/account", "/people"} - {"/you"}):
            page = await browser.get(path)
            links = [link.get("href") for link in Outline(page.text).all("a")]
            assert "/account" in links and "person:m.ellis" in page.text, path
        account = await browser.get("/account")
        assert re.search(r'<form method="post" action="/sign-out"', account.text)
