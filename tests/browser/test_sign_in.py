"""Signing in with real Chromium at a real provider: acting, running out of time, coming back, and leaving."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from deploy.local.identity import LocalIdentity
from deploy.local.ports import Ports, free_base_port
from services.console.session import IDLE_MINUTES
from tests.browser.axe import barriers
from tests.browser.serving import NARROW, WIDE, browsing, follows, pictured, presses, served, sideways
from tests.console.conftest import Console, MakeConsole, make_console
from tests.console.examples import CASE, MONDAY
from tests.console.owner import Owner, owner
from tests.console.story import whole_case

pytestmark = pytest.mark.real
__all__ = ["make_console"]
FORM = f"/work/intake/RecordNewInformation?case={CASE}"
PATIENCE_MILLISECONDS = 60_000


@dataclass
class Desks:
    """Two browsers of one person: at the office, and elsewhere."""

    console: Console
    intake: Owner
    office: Page
    elsewhere: Page

    async def signs_in(self, page: Page, name: str = "Morgan Ellis") -> None:
        """From the sign-in page, by links alone, as whoever is at the desk does."""
        await follows(page, "Sign in")
        await follows(page, name)


@pytest.fixture
async def desks(make_console: MakeConsole, tmp_path: Path) -> AsyncIterator[Desks]:
    ports = Ports(free_base_port())
    provider = LocalIdentity(tmp_path, ports)
    async with AsyncExitStack() as stack:
        stack.callback(provider.kill)
        await provider.start()
        intake = await stack.enter_async_context(owner("intake"))
        console = await make_console({"intake": intake.address}, provider.told)
        await console.hears(whole_case())
        url = await stack.enter_async_context(served(console.module.app, ports.of("console")))
        pages = [await stack.enter_async_context(browsing(base_url=url)) for _ in range(2)]
        for page in pages:
            page.set_default_timeout(PATIENCE_MILLISECONDS)
        yield Desks(console, intake, *pages)


async def seen(what: Locator) -> None:
    await expect(what).to_be_visible(timeout=PATIENCE_MILLISECONDS)


async def looks(page: Page, name: str) -> None:
    """No barrier, and nothing to be scrolled sideways at any width."""
    assert await barriers(page) == [], name
    for size in (NARROW, WIDE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not await sideways(page), (name, size)
    await pictured(page, f"sign-in-{name}")


async def test_a_day_at_the_desk_from_signing_in_to_signing_out_everywhere(desks: Desks) -> None:
    page, elsewhere = desks.office, desks.elsewhere
    await elsewhere.goto("/cases")
    await desks.signs_in(elsewhere)
    await seen(elsewhere.get_by_role("link", name="person:m.ellis"))

    await page.goto(FORM)
    await looks(page, "asked")
    await follows(page, "Sign in")
    await seen(page.get_by_role("heading", name="Who are you?"))
    await looks(page, "chooser")
    await follows(page, "Morgan Ellis")
    information = page.get_by_label("Information", exact=True)
    await information.fill("Seen by a neighbour.")
    await seen(page.get_by_text("Kept as a draft at"))

    desks.console.it_is(MONDAY + timedelta(minutes=IDLE_MINUTES + 1))
    await presses(page, "Continue")
    await page.get_by_role("alert").get_by_role("link", name="Say who you are first").click()
    await follows(page, "Sign in")  # the provider knows them still
    await expect(information).to_have_value("Seen by a neighbour.", timeout=PATIENCE_MILLISECONDS)
    assert not [path for path, _, _ in desks.intake.asked]

    await page.locator('[name="told_by"]').fill("ward-7")
    await page.locator('[name="received_at.day"]').fill("2026-01-05")
    await page.locator('[name="received_at.time"]').fill("08:30")
    await presses(page, "Continue")
    await presses(page, "Send")
    await seen(page.get_by_role("heading", name="Done: Record new information"))
    ((_, headers, _),) = desks.intake.asked
    assert headers["actor"] == "person:m.ellis"

    await elsewhere.goto("/")
    await follows(elsewhere, "Sign in")  # that desk had run out of time too
    await seen(elsewhere.get_by_role("link", name="person:m.ellis"))
    await follows(page, "person:m.ellis")
    await looks(page, "account")
    await presses(page, "Sign out everywhere")
    await seen(page.get_by_role("heading", name="Sign out here too?"))
    await looks(page, "leaving")
    await presses(page, "Sign out")
    await seen(page.get_by_role("heading", name="You are signed out"))
    await looks(page, "signed-out")
    await elsewhere.goto("/cases")
    await seen(elsewhere.get_by_role("heading", name="Sign in"))


async def test_whoever_has_no_role_is_told_so_and_a_manager_sees_who_is_here(desks: Desks) -> None:
    page, manager = desks.office, desks.elsewhere
    await page.goto("/")
    await desks.signs_in(page, "Xan Vale")
    await seen(page.get_by_role("heading", name="You are not signed in"))
    await looks(page, "no-role")

    await manager.goto("/people")
    await desks.signs_in(manager, "Bea Manners")
    await seen(manager.get_by_role("table").get_by_text("person:b.manners"))
    await manager.get_by_label("Their reference").fill("person:m.ellis")
    await presses(manager, "They have left")
    await seen(manager.get_by_text("1 shut out"))
    await looks(manager, "people")
    await manager.get_by_role("button", name="Let them in again").click()
    await expect(manager.get_by_text("1 shut out")).to_have_count(0, timeout=PATIENCE_MILLISECONDS)
