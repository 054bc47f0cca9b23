"""A composite chronology: one order whatever the order of arrival, and days told differently marked."""

from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.reviews.chronology import Entry, Filter, Told, composed, when

DAY = date(2026, 3, 3)


def told(on: date = DAY, **more) -> Told:
    return Told(on=on, source="Record", text="Something.", **more)


def entry(number: int, agency: str = "hospital", **more) -> Entry:
    return Entry(UUID(int=number), agency, told(**more))


def numbers(entries: list[Entry]) -> list[int]:
    return [each.id.int for each in entries]


def test_entries_are_ordered_by_day_then_by_their_place_within_it():
    late, first, second = entry(1, on=DAY + timedelta(1)), entry(2, order=1), entry(3, "police", order=2)
    assert numbers(composed([late, second, first])) == [2, 3, 1]


def test_what_staff_join_is_of_one_event_whatever_the_agencies_call_it():
    mine, theirs, third = entry(1, episode="fall"), entry(2, "police", on=DAY + timedelta(1)), entry(3, "schools")
    alone = composed([mine, theirs, third])
    assert not any(each.conflict or each.alike for each in alone)
    marked = {each.id.int: each for each in composed([mine, theirs, third], (frozenset({mine.id, theirs.id}),))}
    assert {number: each.conflict for number, each in marked.items()} == {1: True, 2: True, 3: False}
    assert (marked[1].alike, marked[2].alike, marked[3].alike) == ((theirs.id,), (mine.id,), ())


def test_what_bears_one_code_stays_alike_when_one_of_it_is_joined_with_another():
    mine, theirs = entry(1, episode="fall"), entry(2, "police", episode="fall", on=DAY + timedelta(1))
    third = entry(3, "schools", on=DAY + timedelta(2))
    marked = composed([mine, theirs, third], (frozenset({mine.id, third.id}),))
    assert all(each.conflict and len(each.alike) == 2 for each in marked)


def test_an_agency_that_tells_an_event_of_several_days_contradicts_nobody_who_names_one_of_them():
    first, second = entry(1, episode="stay"), entry(2, on=DAY + timedelta(2), episode="stay")
    assert not any(each.conflict for each in composed([first, second]))
    agreeing = entry(3, "police", on=DAY + timedelta(2), episode="stay")
    assert not any(each.conflict for each in composed([first, second, agreeing]))
    differing = entry(4, "schools", on=DAY + timedelta(1), episode="stay")
    assert all(each.conflict for each in composed([first, second, agreeing, differing]))


def test_what_is_joined_with_an_entry_that_one_may_not_see_tells_nothing_of_it():
    mine = entry(1)
    assert composed([mine], (frozenset({mine.id, UUID(int=2)}),)) == [mine]


def test_a_month_or_a_year_sorts_by_the_first_day_it_can_mean():
    year = entry(1, on=date(2026, 12, 31), precision="year")
    month = entry(2, on=date(2026, 3, 20), precision="month")
    assert numbers(composed([entry(3, on=date(2026, 3, 2)), month, year])) == [1, 2, 3]


ROW = st.tuples(st.integers(0, 3), st.sampled_from(["hospital", "police"]), st.integers(0, 2))


@given(st.lists(ROW, max_size=5))
def test_the_order_of_arrival_makes_no_difference(rows):
    made = [
        entry(number, agency, on=DAY + timedelta(days), order=order, episode=f"e{days}")
        for number, (days, agency, order) in enumerate(rows)
    ]
    expected = composed(made)
    assert all(composed(list(each)) == expected for each in permutations(made))


def test_an_episode_that_two_are_sure_happened_on_different_days_is_a_conflict():
    mine, theirs = entry(1, episode="bruise"), entry(2, "police", on=DAY + timedelta(1), episode="bruise")
    other = entry(3)
    unsure = entry(4, "schools", on=DAY + timedelta(9), precision="about that day", episode="bruise")
    assert {each.id.int: each.conflict for each in composed([mine, theirs, other, unsure])} == {
        1: True,
        2: True,
        3: False,
        4: True,
    }
    agreed = [entry(1, episode="x"), entry(2, "police", episode="x")]
    assert not any(each.conflict for each in composed(agreed))


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Filter(), [1, 2]),
        (Filter(agency="police"), [2]),
        (Filter(significance="key episode"), [2]),
        (Filter(since=DAY + timedelta(1)), [2]),
        (Filter(until=DAY), [1]),
        (Filter(since=DAY, until=DAY + timedelta(3)), [1, 2]),
    ],
)
def test_a_chronology_is_filtered_by_agency_period_and_significance(wanted, kept):
    both = [entry(1), entry(2, "police", on=DAY + timedelta(2), significance="key episode")]
    assert [each.id.int for each in both if wanted(each)] == kept


def test_a_spell_is_in_every_period_that_it_touches():
    spell = entry(1, until=DAY + timedelta(10))
    assert Filter(since=DAY + timedelta(5))(spell)
    assert not Filter(since=DAY + timedelta(11))(spell)


def test_nothing_ends_before_it_begins():
    with pytest.raises(ValidationError, match="until must not lie before on"):
        told(until=DAY - timedelta(1))


def test_how_sure_a_date_is_can_be_read():
    assert when(told()) == "3 Mar 2026"
    assert when(told(precision="about that day")) == "about 3 Mar 2026"
    assert when(told(precision="month")) == "March 2026"
    assert when(told(precision="year")) == "2026"
    assert when(told(until=DAY + timedelta(2))) == "3 Mar 2026 to 5 Mar 2026"
