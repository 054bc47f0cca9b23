"""Nine to five in London, worked out by hand."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import england_and_wales, london_date
from shared.deadline import end_of_local_day
from shared.office import closes, hours_before, opens, opens_before

CALENDAR = england_and_wales()
COVERED = st.dates(date(2018, 7, 1), date(2028, 12, 31))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("end", "left_from"),
    [
        ("2026-04-13T22:59:59Z", "2026-04-13T12:00Z"),  # a Monday until midnight: one o'clock in summer
        ("2026-01-13T23:59:59Z", "2026-01-13T13:00Z"),  # the same in winter
        ("2027-02-28T23:59:59Z", "2027-02-26T13:00Z"),  # a Sunday: on the Friday before
        ("2026-04-06T22:59:59Z", "2026-04-02T12:00Z"),  # Easter Monday: on Maundy Thursday
        ("2026-04-13T13:00Z", "2026-04-13T09:00Z"),  # 14:00 in London, four hours after ten
        ("2026-04-13T12:00Z", "2026-04-13T08:00Z"),  # 13:00, exactly four after nine
        ("2026-04-13T10:00Z", "2026-04-10T14:00Z"),  # 11:00 on Monday: two hours there, two on Friday from 15:00
        ("2026-04-13T02:00Z", "2026-04-10T12:00Z"),  # 03:00 on Monday: nothing there, four on Friday
        ("2026-04-07T06:20Z", "2026-04-02T12:00Z"),  # 07:20 on the Tuesday after Easter: on Maundy Thursday
        ("2026-10-26T10:00Z", "2026-10-23T13:00Z"),  # one hour on Monday in winter, three on Friday in summer
    ],
)
def test_four_office_hours_before(end: str, left_from: str) -> None:
    assert hours_before(at(end), 4, CALENDAR) == at(left_from)


def test_the_office_opens_at_nine_and_closes_at_five_in_london() -> None:
    summer, winter = date(2026, 7, 1), date(2026, 1, 5)
    assert (opens(summer), closes(summer)) == (at("2026-07-01T08:00Z"), at("2026-07-01T16:00Z"))
    assert (opens(winter), closes(winter)) == (at("2026-01-05T09:00Z"), at("2026-01-05T17:00Z"))


@given(COVERED)
def test_one_working_day_before_lies_before_four_office_hours_before(due_on: date) -> None:
    hours = hours_before(end_of_local_day(due_on), 4, CALENDAR)
    assert opens_before(due_on, 1, CALENDAR) < hours < end_of_local_day(due_on)
    assert CALENDAR.is_working_day(london_date(hours))


@given(COVERED, st.integers(0, 24 * 60 - 1), st.integers(1, 30))
def test_so_many_office_hours_are_left(day: date, minute: int, hours: int) -> None:
    """Counted here minute by minute."""
    end = opens(day) - timedelta(hours=9) + timedelta(minutes=minute)
    instant, left = hours_before(end, hours, CALENDAR), 0
    while instant < end:
        on = london_date(instant)
        left += CALENDAR.is_working_day(on) and opens(on) <= instant < closes(on)
        instant += timedelta(minutes=1)
    assert left == hours * 60
