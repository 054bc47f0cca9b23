"""What a duty's date means today, and why it is that date."""

from datetime import date, datetime
from uuid import UUID

import pytest

from services.console.countdown import countdown
from services.console.owed import owed
from services.console.why import why
from shared.duties.board import DutyRow
from shared.policy import policy

FRIDAY, SATURDAY, MONDAY = date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 12)


def row(**changes: object) -> DutyRow:
    due = policy("2025").deadline("notification", datetime.fromisoformat("2026-01-05T09:00:00+00:00"))
    known = {
        "duty": UUID(int=1),
        "subject": "case-1",
        "about": UUID(int=2),
        "rule": "notification",
        "owed_to": "ofsted",
        "strength": "must",
        "start": due.start.isoformat(),
        "due_on": due.due_on,
        "policy": "2025",
        "calendar": due.calendar,
        "state": "open",
        "met_at": None,
        "working_days_late": None,
        "evidence": None,
        "last_reminder": None,
        "lateness_explained": False,
        "acknowledged_by": None,
        "acknowledged_at": None,
        "due_at": None,
        "first_due_on": None,
    }
    return DutyRow.model_validate({**known, **changes})


@pytest.mark.parametrize(
    ("due_on", "today", "words", "band"),
    [
        (MONDAY, date(2026, 1, 7), "in 3 working days", "later"),
        (MONDAY, FRIDAY, "in 1 working day", "one working day"),
        (MONDAY, MONDAY, "today", "today"),
        (FRIDAY, date(2026, 1, 13), "2 working days overdue", "overdue"),
        (FRIDAY, SATURDAY, "1 day overdue", "overdue"),  # late by a weekend is late, though by no working day
        (date(2026, 1, 11), SATURDAY, "in 1 day", "one working day"),
        (date(2026, 7, 20), date(2026, 1, 20), "in 25 weeks", "later"),
        (date(2029, 1, 9), date(2029, 1, 1), "in 8 days", "later"),  # no bank holidays known: plain days
        (date(2029, 1, 1), date(2029, 1, 9), "8 days overdue", "overdue"),
    ],
)
def test_a_date_is_told_in_the_words_people_count_with(due_on: date, today: date, words: str, band: str) -> None:
    left = countdown(due_on, today)
    assert (left.words, left.band) == (words, band)


@pytest.mark.parametrize(
    ("state", "by", "words"),
    [
        ("open", None, "nobody yet"),
        ("missed", None, "nobody yet"),
        ("open", "person:deputy", "person:deputy"),
        ("met", None, ""),
        ("fell away", None, ""),
    ],
)
def test_a_duty_tells_who_sees_to_it_while_it_is_owed(state: str, by: str | None, words: str) -> None:
    (it,) = owed([row(state=state, acknowledged_by=by)], FRIDAY, str)
    assert it.seen_to_by == words


@pytest.mark.parametrize(
    ("state", "changes", "standing"),
    [
        ("met", {"met_at": "2026-01-09T12:00:00Z"}, "met on Fri 9 Jan 2026"),
        (
            "met late",
            {"met_at": "2026-01-14T12:00:00Z", "working_days_late": 2},
            "met on Wed 14 Jan 2026, 2 working days late, not yet explained",
        ),
        (
            "met late",
            {"met_at": "2026-01-13T12:00:00Z", "working_days_late": 1, "lateness_explained": True},
            "met on Tue 13 Jan 2026, 1 working day late, explained",
        ),
        ("fell away", {}, "no longer owed"),
    ],
)
def test_a_settled_duty_tells_how_it_was_settled(state: str, changes: dict[str, object], standing: str) -> None:
    (it,) = owed([row(state=state, **changes)], FRIDAY, str)
    assert (it.standing, it.band) == (standing, "settled")


def test_a_missed_duty_is_still_owed() -> None:
    (it,) = owed([row(state="missed")], date(2026, 1, 14), str)
    assert (it.standing, it.band) == ("2 working days overdue", "overdue")


def test_why_counts_every_day_again_to_the_date_that_was_recorded() -> None:
    found = why(row())
    assert found is not None
    assert found.agrees
    assert found.deadline.days[-1].date == row().due_on == MONDAY
    assert "became aware" in found.rule.counted_from


def test_why_says_when_counting_again_gives_another_date() -> None:
    found = why(row(due_on=date(2026, 1, 13)))
    assert found is not None
    assert not found.agrees


@pytest.mark.parametrize("changes", [{"policy": "1066"}, {"rule": "tithe"}, {"start": "2040-01-01"}])
def test_a_rule_that_this_release_does_not_know_has_no_why(changes: dict[str, object]) -> None:
    assert why(row(**changes)) is None


def test_a_date_that_a_holiday_moved_is_counted_by_it_and_shows_the_old_one() -> None:
    """Due Mon 12 January; Thu 8 was proclaimed, so Tue 13. On Wed 7 three working days are left: 9, 12, 13."""
    moved = row(
        due_on=date(2026, 1, 13), calendar="england-and-wales/2012-2028+2026-01-08", first_due_on=date(2026, 1, 12)
    )
    (shown,) = owed([moved], date(2026, 1, 7), str)
    assert (shown.standing, shown.row.first_due_on) == ("in 3 working days", date(2026, 1, 12))
    explained = shown.why()
    assert explained and explained.agrees
    assert [day.skipped_because for day in explained.deadline.days if day.date == date(2026, 1, 8)] == [
        "Proclaimed holiday"
    ]
