"""What is told of two cases at once is told to whoever may see both."""

import pytest

from services.intake.merging.commands import KeepApart, SuspectDuplicate
from tests.need.conftest import Intake

pytestmark = pytest.mark.real
GROUNDS = ("the same day",)


@pytest.mark.parametrize("hidden", ["one", "two"])
async def test_a_pair_is_shown_to_whoever_may_see_both_cases(intake: Intake, hidden: str) -> None:
    one, two = await intake.reported("one"), await intake.reported("two")
    third = await intake.reported("three")
    for other in (two, third):
        await intake.do(one, SuspectDuplicate(other=other, grounds=GROUNDS))
    await intake.do(two, SuspectDuplicate(other=third, grounds=GROUNDS))
    await intake.do(one, KeepApart(other=third, reasons="Another street."))
    await intake.kept_out(f"case-{hidden}", "person:d.okafor", "decision-maker")
    shown = (await intake.get("/duplicates", "person:d.okafor", "decision-maker")).json()
    free = {"one", "two", "three"} - {hidden}
    assert [{row["subject"], row["other"]} for row in shown] == [{f"case-{each}" for each in free}]
    everything = (await intake.get("/duplicates", "person:b.manners", "business manager")).json()
    assert len(everything) == 3
