"""A deadline explains itself, survives JSON, and is always a day that counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import NaiveInstant, england_and_wales
from shared.counting import working_days_after
from shared.deadline import (
    Due,
    end_of_local_day,
    is_late,
    start_of_local_day,
    working_days_before,
    working_days_late,
)
from shared.policy import policy

NAIVE = datetime(2026, 4, 13, 9, 0)  # noqa: DTZ001  the mistake under test

days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
amounts = st.integers(1, 60)


def due_after(start: date, amount: int) -> date:
    return working_days_after(start, amount, england_and_wales())[-1].date


@given(days, amounts)
def test_a_due_date_is_always_a_working_day(start: date, amount: int) -> None:
    assert england_and_wales().is_working_day(due_after(start, amount))


@given(days, amounts)
def test_as_many_working_days_lie_after_the_start_as_the_rule_gives(start: date, amount: int) -> None:
    assert working_days_late(start, due_after(start, amount), england_and_wales()) == amount


@given(days, amounts, st.integers(0, 30))
def test_starting_later_is_never_due_earlier(start: date, amount: int, gap: int) -> None:
    assert due_after(start, amount) <= due_after(start + timedelta(days=gap), amount)


@given(days.filter(england_and_wales().is_working_day), amounts)
def test_counting_back_from_the_due_date_returns_to_a_working_day_it_started_on(start: date, amount: int) -> None:
    assert working_days_before(due_after(start, amount), amount, england_and_wales()) == start


@given(days, amounts)
def test_every_day_from_day_0_to_the_due_date_is_counted_or_skipped(start: date, amount: int) -> None:
    steps = working_days_after(start, amount, england_and_wales())

    assert [step.date for step in steps] == [start + timedelta(days=n) for n in range(len(steps))]
    assert all((step.number is None) is (step.skipped_because is not None) for step in steps)
    assert [s.number for s in steps if s.number is not None] == list(range(amount + 1))


@pytest.mark.parametrize("amount", [0, -1])
def test_no_working_days_is_not_a_period(amount: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        working_days_before(date(2026, 4, 13), amount, england_and_wales())


@pytest.mark.parametrize(
    ("done_on", "late"),
    [
        (date(2026, 4, 1), 0),  # a day early
        (date(2026, 4, 2), 0),  # Thursday, in time
        (date(2026, 4, 6), 0),  # Good Friday, weekend, Easter Monday: late, by no working day
        (date(2026, 4, 7), 1),
        (date(2026, 4, 13), 5),  # 7=1 8 9 10=4 | 13=5
    ],
)
def test_lateness_is_measured_in_working_days_after_the_due_date(done_on: date, late: int) -> None:
    assert working_days_late(date(2026, 4, 2), done_on, england_and_wales()) == late


def test_a_duty_in_hours_is_late_by_the_instant_and_not_by_the_date() -> None:
    due = policy("2026").deadline("cdop", datetime(2026, 4, 2, 9, 0, tzinfo=UTC)).due()

    assert not due.is_late(datetime(2026, 4, 4, 9, 0, tzinfo=UTC))
    assert due.is_late(datetime(2026, 4, 4, 9, 0, 1, tzinfo=UTC))


@pytest.mark.parametrize("rule", ["notification", "cdop"])
def test_a_time_without_a_zone_is_neither_late_nor_in_time(rule: str) -> None:
    due = policy("2026").deadline(rule, datetime(2026, 4, 2, 9, 0, tzinfo=UTC)).due()
    with pytest.raises(NaiveInstant):
        due.is_late(NAIVE)
    with pytest.raises(NaiveInstant):
        is_late(due.due_on, NAIVE)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), (1, 1, 0), (1, 1, 23)),  # GMT: as UTC
        (date(2026, 7, 1), (6, 30, 23), (7, 1, 22)),  # BST: an hour before UTC
        (date(2026, 3, 29), (3, 29, 0), (3, 29, 22)),  # forward: begins in GMT, ends in BST
        (date(2026, 10, 25), (10, 24, 23), (10, 25, 23)),  # back: begins in BST, ends in GMT
    ],
)
def test_a_local_day_begins_and_ends_by_london_time(
    day: date, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert start_of_local_day(day) == datetime(2026, *first, tzinfo=UTC)
    assert end_of_local_day(day) == datetime(2026, *last, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("notification", datetime(2026, 4, 2, 15, 50, tzinfo=UTC)),
        ("notification", datetime(2026, 4, 2, 0, 0, tzinfo=UTC)),  # could be mistaken for a date
        ("practice-review", date(2026, 8, 31)),
        ("cdop", datetime.fromisoformat("2026-03-28T23:30+00:00")),
        ("take-down", datetime.fromisoformat("2027-01-06T09:00+01:00")),
    ],
)
def test_what_an_event_keeps_reads_back_as_it_was(rule: str, start: date | datetime) -> None:
    due = policy("2026").deadline(rule, start).due()

    read = Due.model_validate_json(due.model_dump_json())

    assert read == due
    assert type(read.start) is type(start)


def test_an_event_keeps_the_due_date_and_not_the_count() -> None:
    due = policy("2026").deadline("notification", date(2026, 4, 2)).due()

    assert due.model_dump(mode="json") == {
        "rule": "notification",
        "start": "2026-04-02",
        "start_on": "2026-04-02",
        "due_on": "2026-04-13",
        "due_at": None,
        "policy": "2026",
        "calendar": "england-and-wales/2012-2028",
    }


EASTER = """\
notification: 5 working days from Thu 2 Apr 2026
   Thu 2 Apr 2026    0  day 0, not counted
   Fri 3 Apr 2026    -  Good Friday
   Sat 4 Apr 2026    -  Saturday
   Sun 5 Apr 2026    -  Sunday
   Mon 6 Apr 2026    -  Easter Monday
   Tue 7 Apr 2026    1
   Wed 8 Apr 2026    2
   Thu 9 Apr 2026    3
  Fri 10 Apr 2026    4
  Sat 11 Apr 2026    -  Saturday
  Sun 12 Apr 2026    -  Sunday
  Mon 13 Apr 2026    5
due Mon 13 Apr 2026 (policy 2026, calendar england-and-wales/2012-2028)"""


def test_a_deadline_explains_every_day() -> None:
    assert policy("2026").deadline("notification", date(2026, 4, 2)).explain() == EASTER


@pytest.mark.parametrize(
    ("rule", "start", "said"),
    [
        ("practice-review", date(2026, 8, 31), "no day 31 in February 2027: its last day"),
        ("advance-copy", date(2027, 1, 6), "7 working days backwards from Wed 6 Jan 2027"),
        ("advance-copy", date(2027, 1, 6), "no later than Wed 23 Dec 2026"),
        ("take-down", date(2027, 1, 6), "1 year from Wed 6 Jan 2027"),
        ("take-down", date(2027, 1, 6), "not before Fri 7 Jan 2028"),
        ("take-down", date(2028, 2, 29), "no 29 February in 2029, so 1 March"),
        ("cdop", datetime(2026, 10, 24, 11, 0, tzinfo=UTC), "due Mon 26 Oct 2026 at 11:00 GMT"),
        ("cdop", datetime(2026, 10, 24, 11, 0, tzinfo=UTC), "the clocks changed"),
        ("practice-review", date(2026, 8, 31), "calendar civil"),  # no working day is counted
    ],
)
def test_an_explanation_says_what_is_peculiar_to_the_rule(rule: str, start: date | datetime, said: str) -> None:
    assert said in policy("2026").deadline(rule, start).explain()
