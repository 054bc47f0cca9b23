"""Which days count, by which calendar, and which version of it."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import holidays as oracle
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.calendar import BeyondCalendar, NaiveInstant, any_uk, england_and_wales, london_date

WEEKDAYS = range(0, 5)
KNOWN = st.dates(date(2012, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 4, 2), None),  # the Thursday before Easter
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 4), "Saturday"),
        (date(2026, 4, 5), "Sunday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "Early May bank holiday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Saturday"),  # Boxing Day itself: a weekend day either way
        (date(2026, 12, 28), "Boxing Day, substitute day"),
        (date(2027, 12, 27), "Christmas Day, substitute day"),
        (date(2027, 12, 28), "Boxing Day, substitute day"),
        (date(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
    ],
)
def test_a_day_that_does_not_count_says_why(day: date, reason: str | None) -> None:
    assert england_and_wales().why_not(day) == reason
    assert england_and_wales().is_working_day(day) is (reason is None)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 6, 15), "Extra bank holiday, Scotland"),  # not in the packaged data
        (date(2026, 11, 30), "St Andrew\u2019s Day, Scotland"),
        (date(2026, 3, 17), "St Patrick\u2019s Day, Northern Ireland"),
        (date(2027, 1, 4), "2nd January, substitute day, Scotland"),
    ],
)
def test_a_holiday_elsewhere_in_the_uk_counts_only_for_freedom_of_information(day: date, reason: str) -> None:
    assert england_and_wales().is_working_day(day)
    assert any_uk().why_not(day) == reason


def test_every_english_holiday_is_one_for_freedom_of_information_too() -> None:
    assert england_and_wales().holidays.items() <= any_uk().holidays.items()


def test_england_and_wales_agrees_with_an_independent_library_for_2018_to_2028() -> None:
    others = oracle.country_holidays("GB", subdiv="ENG", years=range(2018, 2029))
    first, last = date(2018, 1, 1), date(2028, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    ours = {day for day in days if england_and_wales().is_working_day(day)}

    assert ours == {day for day in days if day.weekday() in WEEKDAYS and day not in others}


@pytest.mark.parametrize(
    ("year", "working_days"),
    # Weekdays of the year less the eight bank holidays, all of which fall on weekdays:
    # 262 - 8 (2024, leap, from a Monday), 261 - 8 three times, 260 - 8 (2028, from a Saturday).
    [(2024, 254), (2025, 253), (2026, 253), (2027, 253), (2028, 252)],
)
def test_a_year_has_as_many_working_days_as_govuk_lists(year: int, working_days: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    counted = [d for d in days if d.year == year and england_and_wales().is_working_day(d)]
    assert len(counted) == working_days


def test_other_packaged_holidays_may_not_pass_under_the_same_version() -> None:
    """If an upgrade of the package fails here, its data changed: give the calendar a new name."""
    listed = ",".join(str(day) for day in sorted(england_and_wales().holidays))

    assert england_and_wales().version == "england-and-wales/2012-2028"
    assert sha256(listed.encode()).hexdigest()[:12] == "4b2a93f3ad39"
    assert len(england_and_wales().holidays) == 140


def test_the_freedom_of_information_calendar_shows_the_day_it_adds_to_the_package() -> None:
    assert any_uk().version == "any-uk/2012-2028+2026-06-15"


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1), date(2029, 1, 6)])
def test_a_day_beyond_the_known_years_is_refused_and_not_guessed(day: date) -> None:
    with pytest.raises(BeyondCalendar, match=f"{day}: it covers 2012-01-01 to 2028-12-31"):
        england_and_wales().why_not(day)


@pytest.mark.parametrize("day", [date(2012, 1, 3), date(2028, 12, 29)])
def test_the_first_and_last_working_day_of_the_known_years_are_known(day: date) -> None:
    assert england_and_wales().is_working_day(day)


def test_a_proclaimed_holiday_makes_a_new_version_and_leaves_the_old_as_it_was() -> None:
    before = england_and_wales()

    after = before.extended(date(2026, 7, 10), "Victory parade")

    assert after.version == "england-and-wales/2012-2028+2026-07-10"
    assert after.why_not(date(2026, 7, 10)) == "Victory parade"
    assert before.is_working_day(date(2026, 7, 10))


def test_the_version_does_not_depend_on_the_order_in_which_holidays_are_heard_of() -> None:
    first, second = date(2026, 7, 10), date(2027, 5, 7)

    one_way = england_and_wales().extended(first, "A").extended(second, "B")
    other_way = england_and_wales().extended(second, "B").extended(first, "A")

    assert one_way == other_way
    assert one_way.version == "england-and-wales/2012-2028+2026-07-10+2027-05-07"


def test_proclaiming_a_known_holiday_again_changes_nothing() -> None:
    calendar = england_and_wales().extended(date(2026, 7, 10), "Victory parade")

    assert calendar.extended(date(2026, 7, 10), "Heard twice") is calendar
    assert calendar.extended(date(2026, 12, 25), "Christmas") is calendar


def test_one_more_holiday_does_not_make_an_unknown_year_known() -> None:
    with pytest.raises(BeyondCalendar):
        england_and_wales().extended(date(2029, 1, 1), "New Year")


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),  # 23:59 BST
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),  # midnight BST
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),  # the same in GMT
    ],
)
def test_an_instant_belongs_to_its_london_date(instant: datetime, day: date) -> None:
    assert london_date(instant) == day


def test_a_time_without_a_zone_has_no_london_date() -> None:
    with pytest.raises(NaiveInstant, match="has no zone"):
        london_date(datetime(2026, 4, 2, 16, 50))  # noqa: DTZ001  the mistake under test


@given(after=KNOWN, until=KNOWN)
@example(after=date(2026, 4, 2), until=date(2026, 4, 7))  # Easter: one working day in five
@example(after=date(2026, 4, 4), until=date(2026, 4, 6))  # a weekend and a holiday: none
@example(after=date(2011, 12, 31), until=date(2028, 12, 31))  # all that is known
def test_working_days_between_two_dates_are_as_many_as_are_met_day_by_day(after: date, until: date) -> None:
    calendar = (
        england_and_wales().extended(date(2026, 7, 10), "A Friday").extended(date(2026, 7, 11), "A Saturday")
    )
    met = sum(calendar.is_working_day(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))
    assert calendar.working_days(after, until) == met


@pytest.mark.parametrize(
    ("after", "until", "unknown"),
    [
        (date(2011, 12, 30), date(2012, 1, 5), date(2011, 12, 31)),
        (date(2028, 12, 29), date(2029, 3, 1), date(2029, 1, 1)),
        (date(2029, 3, 1), date(2029, 3, 2), date(2029, 3, 2)),
    ],
)
def test_working_days_beyond_what_is_known_are_not_guessed(after: date, until: date, unknown: date) -> None:
    with pytest.raises(BeyondCalendar, match=str(unknown)):
        england_and_wales().working_days(after, until)


def test_no_working_day_is_between_a_day_and_itself_or_an_earlier_one() -> None:
    assert england_and_wales().working_days(date(1800, 1, 1), date(1800, 1, 1)) == 0
    assert england_and_wales().working_days(date(2026, 4, 7), date(2026, 4, 2)) == 0
