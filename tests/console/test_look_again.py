"""What nobody is owed and must be looked at again stands on the duty board and on its case, until it was."""

from datetime import date
from uuid import UUID

import pytest

from services.console.look_again import look_again
from shared.events.base import Recorded
from shared.events.parallel import HoldPlaced, ParallelProcessLinked
from shared.events.reviews import PanelReplied, PanelReplyMissed, ProgressChecked
from shared.watched import WatchRow, What
from tests.console.conftest import Console
from tests.console.examples import CASE, PRACTICE, PRACTICE_INITIATED, RAPID, RAPID_SUBMITTED, SECRET, day
from tests.console.story import Story
from tests.console.test_pages import look, words

TRIAL, HOLD = UUID(int=21), UUID(int=22)
REPLY_BY = date(2026, 2, 12)  # submitted Thu 22 Jan: 23, 26-30, 2-6 Feb, 9, 10, 11, 12 are fifteen working days
LINKED = ParallelProcessLinked(
    process=TRIAL,
    kind="criminal",
    owner="Meon Valley Police",
    reference=SECRET,
    status="under way",
    review_on=date(2026, 3, 2),
    reason=SECRET,
)
PLACED = HoldPlaced(
    hold=HOLD,
    process=TRIAL,
    step="publication",
    owner="Portsea and Meon Council",
    placed_on=date(2026, 2, 2),
    review_on=date(2026, 3, 3),
    reason=SECRET,
)


def reviewed(told: Story) -> list[Recorded]:
    """Until somebody has to look at something: at the reply from the Panel first, at the hold last."""
    initiated = PRACTICE_INITIATED.model_copy(update={"check_by": date(2026, 2, 17)})
    said = [(RAPID_SUBMITTED, 17), (initiated, 17), (LINKED, 28), (PLACED, 28)]
    return [told.said("reviews", event, day(number)) for event, number in said]


@pytest.mark.parametrize(
    ("what", "name", "owner", "reads", "whose"),
    [
        ("progress", "", "", "Check the practice review’s progress", ""),
        ("hold", "publication", "The Council", "Look again at the hold on publication", "The Council"),
        ("process", "inquest", "The coroner", "Ask how the other process stands: inquest", "The coroner"),
        ("panel reply", "", "", "The Panel’s reply is expected", "nobody owes it"),
    ],
)
def test_each_is_told_in_words_with_how_long_it_may_wait_and_whose_it_is(
    what: What, name: str, owner: str, reads: str, whose: str
) -> None:
    row = WatchRow(
        about=TRIAL,
        subject=CASE,
        what=what,
        name=name,
        owner=owner,
        look_by=REPLY_BY,
        overdue=False,
        advisory=what == "panel reply",
    )
    (it,) = look_again([row], date(2026, 2, 9))
    assert (it.what, it.owner, it.reference) == (reads, whose, "7F3A9C21")
    assert (it.standing, it.band) == ("in 3 working days", "later")
    (late,) = look_again([row], date(2026, 2, 16))
    assert (late.standing, late.band) == ("2 working days overdue", "overdue")


async def test_the_duty_board_shows_what_must_be_looked_at_again_the_soonest_first(console: Console) -> None:
    await console.hears(reviewed(Story()))
    console.it_is(day(37))
    shown = words(await look(console, "/"))
    assert "To be looked at again 4 things; no law dates them" in shown
    assert "Thu 12 Feb 2026 in 1 working day The Panel’s reply is expected nobody owes it 7F3A9C21" in shown
    checked = "Tue 17 Feb 2026 in 4 working days Check the practice review’s progress the safeguarding partners"
    held = "Tue 3 Mar 2026 in 14 working days Look again at the hold on publication Portsea and Meon Council"
    assert shown.index("The Panel’s reply") < shown.index(checked) < shown.index(held)
    assert "To be looked at again" not in words(await look(console, "/?owed_to=ofsted"))


async def test_the_panels_reply_is_overdue_on_board_and_case_until_it_comes(console: Console) -> None:
    told = Story()
    await console.hears([told.said("reviews", RAPID_SUBMITTED, day(17))])
    console.it_is(day(39))
    await console.hears(
        [told.said("reviews", PanelReplyMissed(rapid_review=RAPID, expected_by=REPLY_BY), day(39))]
    )
    for path in ("/", f"/cases/{CASE}"):
        assert "1 working day overdue The Panel’s reply is expected" in words(await look(console, path)), path
    replied = PanelReplied(rapid_review=RAPID, outcome="agrees", replied_on=date(2026, 2, 16))
    await console.hears([told.said("reviews", replied, day(42))])
    for path in ("/", f"/cases/{CASE}"):
        assert "To be looked at again" not in words(await look(console, path)), path


async def test_a_case_shows_what_was_to_be_looked_at_as_it_was_known(console: Console) -> None:
    told = Story()
    checked = ProgressChecked(
        practice_review=PRACTICE,
        on_time=True,
        quality="good",
        checked_on=date(2026, 2, 17),
        check_by=date(2026, 3, 17),
    )
    await console.hears([*reviewed(told), told.said("reviews", checked, day(43))])
    console.it_is(day(44))
    assert "Tue 17 Mar 2026" in words(await look(console, f"/cases/{CASE}"))
    then = words(await look(console, f"/cases/{CASE}?known_on=2026-02-10"))
    assert "Tue 17 Feb 2026 in 5 working days Check the practice review’s progress" in then
    assert "Tue 17 Mar 2026" not in then
