"""How near a date is. Christmas 2026: Friday 25 December and Monday 28 December are holidays."""

from datetime import date

import pytest

from shared.duties.bands import band


@pytest.mark.parametrize(
    ("due_on", "today", "expected"),
    [
        (date(2026, 11, 26), date(2026, 11, 27), "overdue"),
        (date(2026, 11, 27), date(2026, 11, 27), "today"),
        (date(2026, 11, 30), date(2026, 11, 27), "one working day"),  # Monday, on a Friday
        (date(2026, 11, 30), date(2026, 11, 28), "one working day"),  # on the Saturday between
        (date(2026, 12, 1), date(2026, 11, 27), "two working days"),
        (date(2026, 12, 2), date(2026, 11, 27), "later"),
        (date(2026, 12, 29), date(2026, 12, 24), "one working day"),  # Christmas and its substitute lie between
        (date(2026, 12, 30), date(2026, 12, 24), "two working days"),
        (date(2040, 1, 3), date(2040, 1, 2), "one working day"),  # beyond the known holidays it guesses
    ],
)
def test_a_duty_is_banded_by_working_days(due_on: date, today: date, expected: str) -> None:
    assert band(due_on, today) == expected
