"""With lists that are not narrowed no page tells of a closed case all the same: PostgreSQL does not."""

import pytest

from shared.web import needing
from tests.console.examples import CASE
from tests.console.people.conftest import Doorstep
from tests.console.people.test_closed import taken_by_another

pytestmark = pytest.mark.real
PAGES = ("/", "/waiting", "/cases", "/cases?order=oldest", "/cases.csv", "/cases.json", "/duties.json", "/system")


async def test_no_page_and_no_export_of_the_console_tells_of_a_closed_case(
    door: Doorstep, monkeypatch: pytest.MonkeyPatch
) -> None:
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
