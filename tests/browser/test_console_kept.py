"""The page of a case that must be kept, of one that was erased, and of one that was erased with it."""

from datetime import timedelta

import pytest

from shared.events.base import Recorded
from tests.browser.axe import barriers
from tests.browser.serving import NARROW, browsing, pictured, presses, served, sideways
from tests.console.conftest import Console, MakeConsole, make_console
from tests.console.examples import CASE, REPORTED, day
from tests.console.owner import owner
from tests.console.story import Story, whole_case
from tests.console.test_kept import ERASED_AT, OTHER, boxed
from tests.console.waits import ERASED
from tests.contracts import examples_keeping as kx

pytestmark = pytest.mark.real
__all__ = ["make_console"]
HELD = "5f3a9c21-0000-4000-8000-000000000005"


def told() -> list[Recorded]:
    held, other, here = Story(HELD), Story(OTHER), Story()
    said = [held.said("intake", REPORTED, day(0)), other.said("intake", REPORTED, day(0))]
    said += [
        held.said(
            "intake",
            boxed(kx.hold_put.model_copy(update={"ground": "criminal investigation or proceedings"})),
            day(1),
        )
    ]
    said += [here.said(each.source, each.data, each.time) for each in whole_case()]
    both = {"cases": (CASE, OTHER), "keys": (CASE, OTHER)}
    said.append(here.said("intake", boxed(ERASED.model_copy(update=both)), ERASED_AT))
    return said


async def test_what_is_held_and_what_was_erased_has_no_barrier_and_fits_a_small_screen(
    make_console: MakeConsole,
) -> None:
    async with owner("intake") as intake:
        made: Console = await make_console({"intake": intake.address})
        await made.hears(told())
        made.it_is(ERASED_AT + timedelta(days=1))
        async with served(made.module.app) as url, browsing() as page:
            await page.goto(f"{url}/you")
            await page.get_by_label("Your staff reference").fill("person:officer")
            await presses(page, "Continue")
            notices = {HELD: "Legal hold", CASE: "This case was erased", OTHER: "erased with case"}
            for case, notice in notices.items():
                await page.set_viewport_size({"width": 1280, "height": 900})
                await page.goto(f"{url}/cases/{case}")
                assert notice in await page.locator('[data-part="kept"]').inner_text()
                assert await page.locator('main a[href^="/work/"]').count() == 0 or case == HELD
                assert await barriers(page) == []
                await pictured(page, f"kept-{case[:8]}")
                await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
                assert not await sideways(page)
