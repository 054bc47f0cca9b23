"""The partnership's own milestones follow a holiday proclaimed inside the rapid review's period. By hand."""

from datetime import date, datetime

import pytest

from services.reviews.decider.dates import plan_day
from shared.policy import policy
from shared.proclaimed import Holiday, recounted

# From Mon 13 April 2026: Tue 14=1 ... Fri 17=4 | 20=5 ... 24=9 | Mon 27=10 28=11 29=12 30=13, 1 May=14 |
# Mon 4 is a holiday | Tue 5=15.
DUE = policy("2026").deadline("rapid-review", datetime.fromisoformat("2026-04-13T17:00+01:00")).due()
MONDAY = Holiday(place="england-and-wales", day=date(2026, 4, 27), name="Day of national mourning")
# With Mon 27 proclaimed: 24=9 | Tue 28=10 29=11 30=12, 1 May=13 | Tue 5=14 Wed 6=15.
ROWS = [
    (1, date(2026, 4, 14), date(2026, 4, 14)),
    (10, date(2026, 4, 27), date(2026, 4, 28)),
    (12, date(2026, 4, 29), date(2026, 4, 30)),
    (15, date(2026, 5, 5), date(2026, 5, 6)),
]


@pytest.mark.parametrize(("working_days", "before", "after"), ROWS)
def test_a_milestone_follows_a_proclaimed_holiday_and_one_taken_back(
    working_days: int, before: date, after: date
) -> None:
    assert plan_day(DUE, working_days) == before
    moved = recounted(DUE, [MONDAY])
    assert moved and plan_day(moved.due, working_days) == after
    back = recounted(moved.due, [], withdrawn=[MONDAY])
    assert back and plan_day(back.due, working_days) == before
