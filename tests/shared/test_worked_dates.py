"""Worked dates: each was counted by hand from a wall calendar, and the count stands beside it."""

from datetime import date, datetime

import pytest

from shared.calendar import england_and_wales
from shared.deadline import is_late, working_days_before, working_days_late
from shared.policy import clock_starts, policy, policy_on


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def due_on(rule: str, start: date | datetime, policy_id: str = "2026") -> date:
    return policy(policy_id).deadline(rule, start).due_on


# Each row: what happened, the rule, the start, the due date, with the hand count above it.
WORKED = [
    # Skip Fri 3 (Good Friday) and Mon 6 (Easter Monday). Tue 7=1, 8=2, 9=3, Fri 10=4, Mon 13=5.
    ("W1 Easter", "notification", at("2026-04-02T16:50+01:00"), date(2026, 4, 13)),
    # 14=1 15=2 16=3 17=4 | 20=5 21 22 23 24=9 | 27=10 28 29 30=13, Fri 1 May=14 | Mon 4 is a
    # bank holiday, Tue 5=15.
    ("W1 rapid review", "rapid-review", at("2026-04-13T17:00+01:00"), date(2026, 5, 5)),
    # Thu 24=1; 25 Christmas, 26 Sat, 27 Sun, 28 substitute; 29=2 30=3 31=4; 1 New Year, 2, 3
    # weekend; Mon 4=5.
    ("W2 Christmas", "notification", at("2026-12-23T09:05+00:00"), date(2027, 1, 4)),
    # 5=1 6 7 8=4 | 11=5 12 13 14 15=9 | 18=10 19 20 21 22=14 | Mon 25=15.
    ("W2 rapid review", "rapid-review", at("2027-01-04T10:00+00:00"), date(2027, 1, 25)),
    # 23:30 UTC on 30 June is 00:30 on Wed 1 July in London: 2=1 3=2 | 6=3 7=4 Wed 8=5.
    ("W3 zone", "notification", at("2026-06-30T23:30:00+00:00"), date(2026, 7, 8)),
    # 25=1 26=2 27=3 28=4; 29, 30 weekend; Mon 31 summer bank holiday; Tue 1 Sep=5.
    ("W4 late", "notification", at("2026-08-24T11:00+01:00"), date(2026, 9, 1)),
    # 4=1 | 7=2 8 9 10 11=6 | 14=7 15 16 17 18=11 | 21=12 22 23 Thu 24=15.
    ("W4 rapid review", "rapid-review", at("2026-09-03T15:00+01:00"), date(2026, 9, 24)),
    ("W5 28 August", "practice-review", date(2026, 8, 28), date(2027, 2, 28)),
    ("W5 31 August, clamped", "practice-review", date(2026, 8, 31), date(2027, 2, 28)),
    # Backwards: 5=1 4=2; 3, 2 weekend, 1 New Year; 31=3 30=4 29=5; 28 substitute, 27, 26 weekend,
    # 25 Christmas; 24=6, Wed 23=7.
    ("W6 advance copy", "advance-copy", date(2027, 1, 6), date(2026, 12, 23)),
    ("W6 take-down", "take-down", date(2027, 1, 6), date(2028, 1, 7)),
    # W7's due date: Sat 14, Sun 15 skipped; 16=1 17=2 18=3 19=4 Fri 20=5.
    ("W7", "notification", at("2026-11-13T09:00+00:00"), date(2026, 11, 20)),
    # Out of hours: 23:40 on Friday 10 July is still that Friday. 13=1 14 15 16 Fri 17=5.
    ("Friday night", "notification", at("2026-07-10T23:40+01:00"), date(2026, 7, 17)),
    # Half an hour later it is Saturday, and day 0 was not going to count anyway: 13=1 ... 17=5.
    ("Saturday morning", "notification", at("2026-07-11T00:10+01:00"), date(2026, 7, 17)),
    # Thursday 23:40 is another matter: Fri 10=1 | 13=2 14=3 15=4 Thu 16=5.
    ("Thursday night", "notification", at("2026-07-09T23:40+01:00"), date(2026, 7, 16)),
    # Scotland's Mon 15 June is a working day here: 11=1 12=2 | 15=3 16=4 Wed 17=5.
    ("Scottish holiday", "notification", at("2026-06-10T10:00+01:00"), date(2026, 6, 17)),
    # ... but not for freedom of information: 29 May=1 | 1 June=2 3 4 5 6 (Fri 5 is 6) | 8=7 9 10
    # 11 12=11 | 15 skipped, 16=12 17 18 19=15 | 22=16 23 24 25=19 Fri 26=20.
    ("Scottish holiday, FOI", "foi", date(2026, 5, 28), date(2026, 6, 26)),
    # Fri 24=1; 25, 26 weekend; 27, 28 both substitutes; 29=2 30=3 31=4; 1, 2 weekend; Mon 3
    # January 2028 substitute; Tue 4=5.
    ("double substitutes", "notification", at("2027-12-23T12:00+00:00"), date(2028, 1, 4)),
    # 2028 is a leap year, so 29 August has its corresponding day; 30 and 31 are clamped to it.
    ("leap year", "practice-review", date(2027, 8, 28), date(2028, 2, 28)),
    ("leap year", "practice-review", date(2027, 8, 29), date(2028, 2, 29)),
    ("leap year", "practice-review", date(2027, 8, 30), date(2028, 2, 29)),
    ("leap year", "practice-review", date(2027, 8, 31), date(2028, 2, 29)),
    # Published on a leap day: 2029 has none, so the anniversary is 1 March, over on 2 March.
    ("leap day", "take-down", date(2028, 2, 29), date(2029, 3, 2)),
    ("day before a leap day", "take-down", date(2027, 2, 28), date(2028, 2, 29)),
]


@pytest.mark.parametrize(("story", "rule", "start", "expected"), WORKED)
def test_a_due_date_is_the_one_counted_by_hand(
    story: str, rule: str, start: date | datetime, expected: date
) -> None:
    assert due_on(rule, start) == expected, story


def test_w1_the_legacy_rapid_review_ran_from_awareness() -> None:
    # Skip 3 and 6. 7=1 8 9 10=4 | 13=5 14 15 16 17=9 | 20=10 21 22 23 24=14 | Mon 27=15.
    assert due_on("rapid-review", at("2026-04-02T16:50+01:00"), "2023") == date(2026, 4, 27)


def test_w4_a_notification_two_working_days_late_is_late_by_two() -> None:
    # After Tue 1 September: Wed 2=1, Thu 3=2.
    assert working_days_late(date(2026, 9, 1), date(2026, 9, 3), england_and_wales()) == 2
    assert is_late(date(2026, 9, 1), at("2026-09-03T15:00+01:00"))


def test_w5_a_due_date_on_a_sunday_is_warned_of_on_the_friday() -> None:
    # 28 February 2027 is a Sunday; Sat 27 is skipped, Fri 26=1.
    warned_on = working_days_before(date(2027, 2, 28), 1, england_and_wales())
    assert warned_on == date(2027, 2, 26)


def test_w6_an_advance_copy_sent_on_christmas_eve_is_too_late() -> None:
    due = policy_on(date(2027, 1, 6)).deadline("advance-copy", date(2027, 1, 6)).due()

    assert due.is_late(at("2026-12-24T08:00+00:00"))
    assert not due.is_late(at("2026-12-23T23:59:59+00:00"))


def test_w7_late_by_a_second_is_late_by_no_working_day() -> None:
    due = date(2026, 11, 20)

    assert not is_late(due, at("2026-11-20T23:59:59+00:00"))
    assert is_late(due, at("2026-11-21T00:00:00+00:00"))
    assert working_days_late(due, date(2026, 11, 21), england_and_wales()) == 0


@pytest.mark.parametrize(
    ("start", "due_at", "on"),
    [
        # Ordinary: the same wall time two days on.
        ("2026-04-02T16:50+01:00", "2026-04-04T16:50+01:00", date(2026, 4, 4)),
        # Forward on Sun 29 March: that day lasts 23 hours, so the wall clock reads an hour later.
        ("2026-03-28T12:00+00:00", "2026-03-30T13:00+01:00", date(2026, 3, 30)),
        # Back on Sun 25 October: that day lasts 25 hours, so it reads an hour earlier.
        ("2026-10-24T12:00+01:00", "2026-10-26T11:00+00:00", date(2026, 10, 26)),
        # ... and so the hour can carry the end into another day.
        ("2026-03-28T23:30+00:00", "2026-03-31T00:30+01:00", date(2026, 3, 31)),
        ("2026-10-24T00:30+01:00", "2026-10-25T23:30+00:00", date(2026, 10, 25)),
    ],
)
def test_forty_eight_hours_are_elapsed_hours_across_a_clock_change(start: str, due_at: str, on: date) -> None:
    due = policy("2026").deadline("cdop", at(start)).due()

    assert due.due_at == at(due_at)
    assert due.due_on == on


def test_a_holiday_proclaimed_inside_an_open_window_gives_a_new_due_date_beside_the_old() -> None:
    aware_at = at("2026-07-06T09:00+01:00")
    extended = england_and_wales().extended(date(2026, 7, 10), "Victory parade")

    old = policy("2026").deadline("notification", aware_at).due()
    new = policy("2026").deadline("notification", aware_at, extended).due()

    # 7=1 8=2 9=3 10=4 | Mon 13=5; without Fri 10: 9=3 | 13=4 Tue 14=5.
    assert (old.due_on, old.calendar) == (date(2026, 7, 13), "england-and-wales/2012-2028")
    assert new.due_on == date(2026, 7, 14)
    assert new.calendar == "england-and-wales/2012-2028+2026-07-10"


def test_a_suspicion_weeks_after_a_death_starts_the_clock_when_it_arises() -> None:
    died = at("2026-01-05T09:00+00:00")
    suspected = at("2026-02-10T14:00+00:00")  # the post-mortem, a Tuesday

    # 11=1 12=2 13=3 | 16=4 Tue 17=5.
    assert due_on("notification", clock_starts(died, suspected)) == date(2026, 2, 17)
    # Until then, provisionally from awareness: 6=1 7 8 9=4 | Mon 12=5.
    assert due_on("notification", clock_starts(died, None)) == date(2026, 1, 12)
