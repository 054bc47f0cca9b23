"""Which version of the rules applies, what it says, and how sure we are of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.ages import attains, care_leaver_in_scope
from shared.calendar import BeyondCalendar, NaiveInstant, any_uk, england_and_wales
from shared.policy import (
    POLICIES,
    InstantNeeded,
    NoPolicyInForce,
    Policy,
    UnknownPolicy,
    UnknownRule,
    WrongCalendar,
    clock_starts,
    policy,
    policy_on,
)

RULES = {
    "notification",
    "rapid-review",
    "practice-review",
    "advance-copy",
    "take-down",
    "cdop",
    "foi",
}
NAIVE = datetime(2026, 4, 2, 16, 50)  # noqa: DTZ001  the mistake under test
AWARE = datetime(2026, 4, 2, 16, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 6, 29), "2018"),  # the duty begins
        (date(2023, 12, 14), "2018"),
        (date(2023, 12, 15), "2023"),
        (date(2025, 5, 31), "2023"),
        (date(2025, 6, 1), "2025"),
        (date(2026, 3, 18), "2025"),
        (date(2026, 3, 19), "2026"),
        (date(2030, 1, 1), "2026"),
    ],
)
def test_a_policy_is_in_force_from_its_first_day_until_the_next_one(day: date, expected: str) -> None:
    assert policy_on(day).id == expected


def test_there_was_no_policy_before_the_duty() -> None:
    with pytest.raises(NoPolicyInForce, match="2018-06-28"):
        policy_on(date(2018, 6, 28))


def test_an_unknown_policy_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownPolicy, match="2018, 2023, 2025, 2026"):
        policy("2024")


def test_an_unknown_rule_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownRule, match="notification, rapid-review"):
        policy("2026").deadline("serious-case-review", date(2026, 4, 2))


@pytest.mark.parametrize("version", POLICIES, ids=lambda version: version.id)
def test_every_policy_has_every_rule_with_its_source(version: Policy) -> None:
    assert {rule.name for rule in version.rules} == RULES
    assert all(rule.source and rule.counted_from for rule in version.rules)


@pytest.mark.parametrize(
    ("policy_id", "clock"),
    [
        ("2018", "awareness"),
        ("2023", "awareness"),
        ("2025", "submission"),
        ("2026", "submission"),
    ],
)
def test_the_rapid_review_clock_starts_at_submission_since_june_2025(policy_id: str, clock: str) -> None:
    assert policy(policy_id).rule("rapid-review").clock == clock


def test_what_working_together_2026_says_in_chapter_5_is_carried_over_and_marked() -> None:
    marked = {rule.name for rule in policy("2026").rules if rule.carried_over_from == "2025"}

    assert marked == RULES - {"cdop", "foi"}
    assert all(policy("2026").rule(name).confidence == "I" for name in marked)
    assert all("was not read" in policy("2026").rule(name).source for name in marked)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_value_carried_over_is_the_value_it_was_carried_over_from(name: str) -> None:
    before, after = policy("2025").rule(name), policy("2026").rule(name)
    marks = {"source", "confidence", "carried_over_from"}
    assert after.model_dump(exclude=marks) == before.model_dump(exclude=marks)


def test_the_time_to_notify_is_guidance_and_the_advance_copy_an_obligation() -> None:
    assert policy("2026").rule("notification").strength == "should"
    assert policy("2026").rule("advance-copy").strength == "must"


@pytest.mark.parametrize(("policy_id", "children"), [("2018", 1), ("2023", 4), ("2025", 4), ("2026", 4)])
def test_a_notification_describes_as_many_children_in_full_as_its_policy_says(
    policy_id: str, children: int
) -> None:
    # Six children in one incident: under the current policy four in full, two in the text.
    assert policy(policy_id).structured_children == children


def test_care_leavers_are_notified_since_2023() -> None:
    assert policy("2018").care_leavers_under is None
    assert policy("2023").care_leavers_under == 25


@pytest.mark.parametrize(
    ("born", "died", "in_scope"),
    [
        (date(2001, 3, 15), date(2026, 3, 14), True),  # the day before the 25th birthday
        (date(2001, 3, 15), date(2026, 3, 15), False),  # on it
        (date(2000, 2, 29), date(2025, 2, 28), True),  # the birthday is 1 March in 2025
        (date(2000, 2, 29), date(2025, 3, 1), False),
    ],
)
def test_a_care_leaver_is_in_scope_until_the_25th_birthday_begins(born: date, died: date, in_scope: bool) -> None:
    assert care_leaver_in_scope(born, died) is in_scope


@pytest.mark.parametrize(
    ("born", "age", "on"),
    [
        (date(2008, 5, 1), 18, date(2026, 5, 1)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),  # a common year
        (date(2008, 2, 29), 16, date(2024, 2, 29)),  # a leap year
    ],
)
def test_an_age_is_attained_as_the_birthday_begins(born: date, age: int, on: date) -> None:
    assert attains(born, age) == on


def test_hours_cannot_run_from_a_bare_date() -> None:
    with pytest.raises(InstantNeeded):
        policy("2026").deadline("cdop", date(2026, 4, 2))


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_rule_starts_at_a_time_without_a_zone(rule: str) -> None:
    with pytest.raises(NaiveInstant):
        policy("2026").deadline(rule, NAIVE)


def test_a_rule_is_not_counted_by_the_calendar_of_another_place() -> None:
    with pytest.raises(WrongCalendar):
        policy("2026").deadline("foi", date(2026, 5, 28), england_and_wales())
    with pytest.raises(WrongCalendar):
        policy("2026").deadline("notification", date(2026, 5, 28), any_uk())


def test_a_rule_that_counts_no_working_days_takes_no_notice_of_a_calendar() -> None:
    with_one = policy("2026").deadline("practice-review", date(2026, 8, 31), england_and_wales())
    assert with_one == policy("2026").deadline("practice-review", date(2026, 8, 31))


def test_a_deadline_that_runs_beyond_the_known_holidays_is_refused() -> None:
    with pytest.raises(BeyondCalendar):
        policy("2026").deadline("notification", date(2028, 12, 27))


def test_the_notification_clock_starts_with_the_later_of_awareness_and_grounds() -> None:
    aware = datetime(2026, 1, 5, 9, tzinfo=UTC)
    later = aware + timedelta(days=36)

    assert clock_starts(aware, later) == later
    assert clock_starts(later, aware) == later  # suspected first, the incident known afterwards
    assert clock_starts(aware, None) == aware  # provisional: nothing is suspected yet


@pytest.mark.parametrize(("aware", "met"), [(NAIVE, None), (NAIVE, AWARE), (AWARE, NAIVE)])
def test_the_notification_clock_refuses_a_time_without_a_zone(aware: datetime, met: datetime | None) -> None:
    with pytest.raises(NaiveInstant):
        clock_starts(aware, met)
