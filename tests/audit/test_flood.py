"""A flood of refusals cannot fill a disk: so many are written down, and the rest is counted."""

from datetime import UTC, datetime, timedelta

from shared.audit.flood import ALTOGETHER, EACH, NAMED, Flood, Passed, Who

NINE = datetime(2026, 1, 5, 9, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
THIEF = Who("", "10.0.0.7", "unknown-key")


def begun() -> Flood:
    flood = Flood()
    flood.ended(NINE)
    return flood


def test_the_first_of_each_have_entries_of_their_own() -> None:
    flood = begun()
    assert [flood.take(THIEF) for _ in range(EACH + 5)] == [True] * EACH + [False] * 5
    assert flood.take(Who("person:m.ellis", "", "not-for-such"))


def test_the_rest_is_one_count_when_the_minute_is_over() -> None:
    flood = begun()
    for _ in range(EACH + 5):
        flood.take(THIEF)
    assert flood.ended(NINE + timedelta(seconds=29)) == []
    assert flood.ended(NINE + MINUTE) == [Passed(THIEF, 5, NINE.replace(second=0))]
    assert flood.ended(NINE + 2 * MINUTE) == []  # told once
    assert flood.take(THIEF)


def test_many_who_ask_little_are_bounded_too() -> None:
    flood = begun()
    asking = [Who("", f"10.0.{number // 250}.{number % 250}", "missing") for number in range(5_000)]
    assert sum(flood.take(who) for who in asking) == ALTOGETHER
    counted = flood.ended(NINE + MINUTE)
    assert len(counted) == NAMED + 1
    assert sum(each.times for each in counted) == 5_000 - ALTOGETHER
    assert counted[-1].who == Who("", "", "missing")
