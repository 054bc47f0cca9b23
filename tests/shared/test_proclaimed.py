"""A holiday proclaimed inside a window: what it moves, by how much, and what it leaves alone. Counted by hand."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import BeyondCalendar, calendar_of
from shared.deadline import Due
from shared.edition import CalendarName
from shared.policy import policy, policy_on
from shared.proclaimed import Holiday, recounted


def holiday(day: date, place: CalendarName = "england-and-wales") -> Holiday:
    return Holiday(place=place, day=day, name="Day of national mourning")


def due(rule: str, start: date | datetime, policy_id: str = "2026") -> Due:
    return policy(policy_id).deadline(rule, start).due()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# Each row: the rule, its start, the proclaimed day, the date before, the date after.
MOVED = [
    # W1: Tue 7=1, Wed 8 proclaimed, Thu 9=2, Fri 10=3, Mon 13=4, Tue 14=5.
    ("notification", at("2026-04-02T16:50+01:00"), date(2026, 4, 8), date(2026, 4, 13), date(2026, 4, 14)),
    # Proclaimed for the very last day: Tue 7=1 8 9 Fri 10=4, Mon 13 proclaimed, Tue 14=5.
    ("notification", at("2026-04-02T16:50+01:00"), date(2026, 4, 13), date(2026, 4, 13), date(2026, 4, 14)),
    # W2: Thu 24=1, Tue 29=2, Wed 30 proclaimed, Thu 31=3, Mon 4 January=4, Tue 5=5.
    ("notification", at("2026-12-23T09:05+00:00"), date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 5)),
    # W2's rapid review from Mon 4 January; Wed 13 proclaimed: 5=1 ... Fri 8=4 | 11=5 12=6, 14=7 15=8 | 18=9 ...
    # 22=13 | Mon 25=14, Tue 26=15.
    ("rapid-review", at("2027-01-04T10:00+00:00"), date(2027, 1, 13), date(2027, 1, 25), date(2027, 1, 26)),
    # W3: day 0 is Wed 1 July in London. Thu 2=1, Fri 3 proclaimed, Mon 6=2 7=3 8=4, Thu 9=5.
    ("notification", at("2026-06-30T23:30:00+00:00"), date(2026, 7, 3), date(2026, 7, 8), date(2026, 7, 9)),
    # W7: 16=1 17=2 18=3 19=4, Fri 20 proclaimed, Mon 23=5.
    ("notification", at("2026-11-13T09:00+00:00"), date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23)),
    # W4, over a weekend: 25=1 26=2 27=3, Fri 28 proclaimed, Mon 31 holiday, Tue 1 Sep=4, Wed 2=5.
    ("notification", at("2026-08-24T11:00+01:00"), date(2026, 8, 28), date(2026, 9, 1), date(2026, 9, 2)),
    # W1's rapid review from Mon 13 April; Thu 30 proclaimed: 14=1 ... Wed 29=12, Fri 1 May=13, Tue 5=14, Wed 6=15.
    ("rapid-review", at("2026-04-13T17:00+01:00"), date(2026, 4, 30), date(2026, 5, 5), date(2026, 5, 6)),
    # W6 backwards from Wed 6 January; Tue 29 December proclaimed: 5=1 4=2 31=3 30=4, 24=5 23=6 Tue 22=7.
    ("advance-copy", date(2027, 1, 6), date(2026, 12, 29), date(2026, 12, 23), date(2026, 12, 22)),
    # Freedom of information counts the whole country's: Fri 26 June was 20; Thu 18 proclaimed, Mon 29=20.
    ("foi", date(2026, 5, 28), date(2026, 6, 18), date(2026, 6, 26), date(2026, 6, 29)),
]


@pytest.mark.parametrize(("rule", "start", "day", "before", "after"), MOVED, ids=lambda it: str(it)[:10])
def test_a_holiday_proclaimed_inside_the_window_moves_the_date(
    rule: str, start: date | datetime, day: date, before: date, after: date
) -> None:
    old = due(rule, start, "2025" if rule == "foi" else "2026")
    found = recounted(old, [holiday(day)])
    assert found is not None
    assert (old.due_on, found.due.due_on) == (before, after)
    assert found.due.calendar == f"{old.calendar}+{day}"
    assert found.because == (holiday(day),)


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 4, 14), date(2026, 4, 11), date(2026, 4, 6)])
def test_day_0_the_days_after_the_end_and_days_off_move_nothing(day: date) -> None:
    assert recounted(due("notification", at("2026-04-02T16:50+01:00")), [holiday(day)]) is None


def test_a_holiday_elsewhere_in_the_uk_moves_only_what_is_owed_under_freedom_of_information() -> None:
    here, everywhere = due("notification", date(2026, 6, 10)), due("foi", date(2026, 6, 10), "2025")
    elsewhere = holiday(date(2026, 6, 12), "any-uk")
    assert recounted(here, [elsewhere]) is None
    assert recounted(everywhere, [elsewhere]) is not None


@pytest.mark.parametrize("rule", ["practice-review", "take-down", "cdop"])
def test_months_years_and_hours_run_over_a_holiday(rule: str) -> None:
    owed = due(rule, at("2026-03-18T09:00+00:00"), "2025")
    assert recounted(owed, [holiday(owed.due_on), holiday(date(2026, 3, 19))]) is None


def test_worked_date_w3_the_day_of_awareness_in_london_is_day_0_though_it_is_proclaimed() -> None:
    """In UTC it was still Tuesday; a count from there would lose Wednesday 1 July."""
    assert recounted(due("notification", at("2026-06-30T23:30:00+00:00")), [holiday(date(2026, 7, 1))]) is None


def test_worked_date_w5_six_months_end_on_the_same_day_whatever_is_proclaimed() -> None:
    for decided_on in (date(2026, 8, 28), date(2026, 8, 31)):
        owed = due("practice-review", decided_on)
        assert recounted(owed, [holiday(date(2027, 2, 26)), holiday(date(2026, 9, 1))]) is None


def test_two_holidays_move_the_date_by_two_working_days_in_whatever_order_they_are_heard_of() -> None:
    """Tue 7=1, 8 and 9 proclaimed, Fri 10=2, Mon 13=3, 14=4, Wed 15=5."""
    old = due("notification", at("2026-04-02T16:50+01:00"))
    both = [holiday(date(2026, 4, 9)), holiday(date(2026, 4, 8))]
    at_once = recounted(old, both)
    first = recounted(old, both[:1])
    assert at_once and first
    after = recounted(first.due, both)
    assert after and after.due == at_once.due
    assert (at_once.due.due_on, at_once.due.calendar) == (
        date(2026, 4, 15),
        "england-and-wales/2012-2028+2026-04-08+2026-04-09",
    )


def test_a_holiday_that_only_comes_inside_because_another_moved_the_date_counts_too() -> None:
    """Mon 13 was the last day; with 13 proclaimed it is Tue 14; with 14 proclaimed as well, Wed 15."""
    old = due("notification", at("2026-04-02T16:50+01:00"))
    found = recounted(old, [holiday(date(2026, 4, 13)), holiday(date(2026, 4, 14))])
    assert found and found.due.due_on == date(2026, 4, 15)


def test_the_policy_in_force_when_the_duty_arose_stays() -> None:
    """From awareness, as before June 2025, though a later edition counts from submission."""
    old = due("rapid-review", at("2023-04-24T10:00+01:00"), "2018")
    found = recounted(old, [holiday(date(2023, 4, 26))])
    assert found and (found.due.policy, found.due.start) == ("2018", old.start)


def test_what_was_missed_is_late_by_no_day_that_is_a_holiday() -> None:
    """Due Mon 13; Wed 15 proclaimed. The date stays; its calendar knows the day, once it has come."""
    old = due("notification", at("2026-04-02T16:50+01:00"))
    wednesday = holiday(date(2026, 4, 15))
    assert recounted(old, [wednesday], until=date(2026, 4, 14)) is None
    found = recounted(old, [wednesday], until=date(2026, 4, 16))
    assert found and found.due.due_on == old.due_on
    assert not calendar_of(found.due.calendar).is_working_day(wednesday.day)


def test_a_date_that_would_lie_beyond_the_known_holidays_is_not_guessed() -> None:
    old = due("notification", at("2028-12-19T12:00+00:00"))
    assert old.due_on == date(2028, 12, 28)  # 20=1 21 22=3; 25, 26 holidays; 27=4 28=5
    with pytest.raises(BeyondCalendar):
        recounted(old, [holiday(date(2028, 12, day)) for day in (20, 21, 22)])


@given(
    rule=st.sampled_from(["notification", "rapid-review", "advance-copy"]),
    start_on=st.dates(date(2018, 9, 1), date(2027, 12, 31)),
    days=st.lists(st.integers(-40, 40), max_size=4, unique=True),
)
def test_counted_again_it_is_as_if_it_had_been_counted_so_from_the_start(
    rule: str, start_on: date, days: list[int]
) -> None:
    """And once is enough: counted again by the same holidays, nothing changes."""
    edition = policy_on(start_on)
    proclaimed = [holiday(date.fromordinal(start_on.toordinal() + n)) for n in days]
    old = edition.deadline(rule, start_on).due()
    found = recounted(old, proclaimed)
    now = found.due if found else old
    calendar = calendar_of(old.calendar)
    for it in proclaimed:
        calendar = calendar.extended(it.day, it.name)  # a weekend or a holiday twice over changes no count
    assert now.due_on == edition.deadline(rule, start_on, calendar).due_on
    assert recounted(now, proclaimed) is None
    assert Due.model_validate_json(now.model_dump_json()) == now


# Taken back: each row of MOVED, the other way.


@pytest.mark.parametrize(("rule", "start", "day", "before", "after"), MOVED, ids=lambda it: str(it)[:10])
def test_a_holiday_that_is_taken_back_gives_the_date_that_was(
    rule: str, start: date | datetime, day: date, before: date, after: date
) -> None:
    old = due(rule, start, "2025" if rule == "foi" else "2026")
    moved = recounted(old, [holiday(day)])
    assert moved and moved.due.due_on == after
    back = recounted(moved.due, [], withdrawn=[holiday(day)])
    assert back and back.due == old and back.due.due_on == before
    assert back.because == (holiday(day),)
    assert recounted(back.due, [], withdrawn=[holiday(day)]) is None


def test_of_two_holidays_the_other_one_still_counts() -> None:
    """8 and 9 April proclaimed: Wed 15. Wed 8 taken back: Tue 7=1, 8=2, Fri 10=3, Mon 13=4, Tue 14=5."""
    both = [holiday(date(2026, 4, 8)), holiday(date(2026, 4, 9))]
    moved = recounted(due("notification", at("2026-04-02T16:50+01:00")), both)
    assert moved and moved.due.due_on == date(2026, 4, 15)
    back = recounted(moved.due, both[1:], withdrawn=both[:1])
    assert back and back.due.due_on == date(2026, 4, 14)
    assert back.due.calendar == "england-and-wales/2012-2028+2026-04-09"


def test_one_taken_back_and_another_proclaimed_at_once() -> None:
    """Wed 8 is none after all, Thu 9 is: Tue 7=1, 8=2, Fri 10=3, Mon 13=4, Tue 14=5. The date is the same."""
    wednesday, thursday = holiday(date(2026, 4, 8)), holiday(date(2026, 4, 9))
    moved = recounted(due("notification", at("2026-04-02T16:50+01:00")), [wednesday])
    assert moved and moved.due.due_on == date(2026, 4, 14)
    found = recounted(moved.due, [thursday], withdrawn=[wednesday])
    assert found and found.due.due_on == date(2026, 4, 14)
    assert found.due.calendar == "england-and-wales/2012-2028+2026-04-09"
    assert found.because == (thursday, wednesday)


def test_what_was_taken_back_and_proclaimed_again_counts() -> None:
    wednesday = holiday(date(2026, 4, 8))
    moved = recounted(due("notification", at("2026-04-02T16:50+01:00")), [wednesday])
    assert moved and recounted(moved.due, [wednesday], withdrawn=[wednesday]) is None


def test_taken_back_here_it_may_still_be_a_holiday_elsewhere_in_the_uk() -> None:
    here, elsewhere = holiday(date(2026, 6, 18)), holiday(date(2026, 6, 18), "any-uk")
    moved = recounted(due("foi", date(2026, 5, 28), "2025"), [here])
    assert moved and recounted(moved.due, [elsewhere], withdrawn=[here]) is None
    gone = recounted(moved.due, [], withdrawn=[here])
    assert gone and gone.due.due_on == date(2026, 6, 26)


def test_what_was_never_counted_by_it_stays() -> None:
    old = due("notification", at("2026-04-02T16:50+01:00"))
    assert recounted(old, [], withdrawn=[holiday(date(2026, 4, 8))]) is None


def test_taken_back_here_it_stays_where_another_part_of_the_uk_has_it_packaged() -> None:
    """Mon 15 June 2026 is Scotland's: from 1 June, 2=1 ... Fri 12=9, Tue 16=10 ... 19=13, 22=14 ... Tue 30=20."""
    old = due("foi", date(2026, 6, 1), "2025")
    assert old.due_on == date(2026, 6, 30)
    assert recounted(old, [], withdrawn=[holiday(date(2026, 6, 15))]) is None


def test_a_day_that_was_taken_back_twice_is_named_once() -> None:
    wednesday = holiday(date(2026, 4, 8))
    moved = recounted(due("notification", at("2026-04-02T16:50+01:00")), [wednesday])
    assert moved
    back = recounted(moved.due, [], withdrawn=[wednesday, wednesday])
    assert back and back.because == (wednesday,)
