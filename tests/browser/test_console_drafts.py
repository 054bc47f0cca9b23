"""What is typed into the console in real Chromium: kept while it is typed, there again after a closed tab."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.serving import browsing, follows, presses, served
from tests.console.conftest import Console, MakeConsole, console, make_console
from tests.console.examples import CASE
from tests.console.owner import Owner, owner
from tests.console.story import whole_case

pytestmark = pytest.mark.real
__all__ = ["console", "make_console"]
FORM = f"/work/intake/RecordNewInformation?case={CASE}"
PATIENCE_MILLISECONDS = 30_000


@pytest.fixture
async def lit(make_console: MakeConsole) -> AsyncIterator[tuple[str, Page, Owner]]:
    """A console with intake beside it, and the browser of an officer."""
    async with owner("intake") as intake:
        made: Console = await make_console({"intake": intake.address})
        await made.hears(whole_case())
        async with served(made.module.app) as url, browsing() as page:
            page.set_default_timeout(PATIENCE_MILLISECONDS)
            await page.goto(f"{url}/you")
            await page.get_by_label("Your staff reference").fill("person:officer")
            await presses(page, "Continue")
            await page.wait_for_url(f"{url}/")
            yield url, page, intake


async def test_what_was_typed_is_there_again_after_the_tab_was_closed(lit: tuple[str, Page, Owner]) -> None:
    url, page, _ = lit
    await page.goto(url + FORM)
    await page.get_by_label("Information", exact=True).fill("Seen by a neighbour.")
    await expect(page.get_by_text("Kept as a draft at")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    another = await page.context.new_page()
    await page.close()

    await another.goto(f"{url}/drafts")
    await follows(another, "Record new information")

    await expect(another.get_by_label("Information", exact=True)).to_have_value(
        "Seen by a neighbour.", timeout=PATIENCE_MILLISECONDS
    )


async def test_nothing_typed_is_lost_when_the_session_ended_before_it_was_sent(
    lit: tuple[str, Page, Owner],
) -> None:
    url, page, intake = lit
    await page.goto(url + FORM)
    await page.get_by_label("Information", exact=True).fill("Seen by a neighbour.")
    await page.context.clear_cookies(name="you")
    await presses(page, "Continue")
    await page.get_by_role("alert").get_by_role("link", name="Say who you are first").click()
    await page.get_by_label("Your staff reference").fill("person:other")
    await presses(page, "Continue")
    await expect(page.get_by_label("Information", exact=True)).to_have_value(
        "Seen by a neighbour.", timeout=PATIENCE_MILLISECONDS
    )
    assert not [path for path, _, _ in intake.asked if "record-new-information" in path]


async def test_a_document_that_was_chosen_once_is_sent_after_a_mistake_was_put_right(
    lit: tuple[str, Page, Owner],
) -> None:
    url, page, intake = lit
    await page.goto(
        f"{url}/work/intake/attach_a_document_reports__report__attachments_post?report=r1&agency=hospital"
    )
    file = {"name": "ward.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 \x00\xff"}
    await page.get_by_label("The document").set_input_files(file)  # type: ignore[arg-type]
    await presses(page, "Continue")
    await expect(page.get_by_text("Kept: ward.pdf")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    await page.get_by_label("Kind", exact=True).select_option("letter")
    await page.get_by_label("Name", exact=True).fill("Letter of the ward")
    await presses(page, "Continue")
    await presses(page, "Send")
    await expect(page.get_by_role("status")).to_contain_text("Sent", timeout=PATIENCE_MILLISECONDS)
    ((path, _, body),) = [each for each in intake.asked if "attachments" in each[0]]
    assert body == file["buffer"]
    assert path.startswith("/reports/r1/attachments?") and "kind=letter" in path
