"""The case page as known on a day: what was known then, what was owed then, and what has happened since."""

import pytest

from tests.console.conftest import Console
from tests.console.examples import CASE, NOTIFY, OPENED, day
from tests.console.story import Story, whole_case
from tests.console.test_figures import NOON
from tests.console.test_pages import look, words

pytestmark = pytest.mark.real


@pytest.fixture
async def told(console: Console) -> Console:
    await console.hears(whole_case())
    console.it_is(NOON)
    return console


async def test_a_case_is_shown_as_it_was_known_on_a_day(told: Console) -> None:
    """On 14 January the care board's duty was missed, and the rapid review was open."""
    shown = words(await look(told, f"/cases/{CASE}?known_on=2026-01-14"))
    assert "As it was known at the end of Wed 14 Jan 2026" in shown
    assert "Rapid review open" in shown
    assert "Due Tue 13 Jan 2026 1 working day overdue" in shown
    timeline, since = shown.split("What has happened since")
    assert "Rapid review decided" not in timeline
    assert "Rapid review decided" in since
    assert "Published as" not in shown


async def test_as_known_today_is_the_page_itself(told: Console) -> None:
    now = await look(told, f"/cases/{CASE}")
    today = await look(told, f"/cases/{CASE}?known_on=2026-07-01")
    assert words(now) == words(today)
    assert "Published as PM-2026-01" in words(now)


async def test_before_its_first_event_nothing_was_known_of_it(told: Console) -> None:
    page = await look(told, f"/cases/{CASE}?known_on=2026-01-01")
    assert page.status_code == 200
    assert "Nothing was known of this case then." in words(page)


async def test_what_will_be_known_cannot_be_asked(told: Console) -> None:
    page = await look(told, f"/cases/{CASE}?known_on=2026-07-02")
    assert page.status_code == 422
    assert "must not lie in the future" in words(page)


async def test_the_timeline_tells_what_another_service_had_said(console: Console) -> None:
    story = Story()
    decided = story.said("intake", NOTIFY, day(2))
    await console.hears([decided, story.said("notifier", OPENED, day(2), because=decided)])
    shown = words(await look(console, f"/cases/{CASE}"))
    assert "because of: Decided to notify notifier" in shown
    assert shown.count("because of") == 1
