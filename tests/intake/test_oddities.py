"""Suspect dates are taken in, and flagged for an officer: abuse of decades ago is reported, too."""

from datetime import UTC, date, datetime

import pytest

from services.intake import oddities
from services.intake.commands import RecordAwareness
from shared.events.intake import AuthorityBecameAware
from tests.intake import examples as asked
from tests.intake.stories import at, given, reported

NOW = datetime(2026, 4, 2, 15, 45, tzinfo=UTC)
REPORTED_AT = NOW
LONG_KNOWN = "the agency was aware more than a year ago"
LONG_PAST = "the incident lies more than a year before the agency knew"


def flags(**data: str) -> tuple[str, ...]:
    return asked.report(data=data).flags(NOW)


@pytest.mark.parametrize(
    ("incident_on", "flagged"),
    [("1926-04-02", True), ("1996-04-02", True), ("2025-04-01", True), ("2025-04-02", False)],
)
def test_an_incident_long_before_the_agency_knew_is_flagged(incident_on: str, flagged: bool) -> None:
    assert (LONG_PAST in flags(incident_on=incident_on)) == flagged


@pytest.mark.parametrize(
    ("aware_at", "flagged"),
    [
        ("1996-04-02T16:30:00+01:00", True),
        ("2025-04-01T16:30:00+01:00", True),
        ("2025-04-01T23:30:00Z", False),  # 2 April in London, a year ago to the day
    ],
)
def test_an_agency_that_knew_for_more_than_a_year_is_flagged(aware_at: str, flagged: bool) -> None:
    assert (LONG_KNOWN in flags(agency_aware_at=aware_at)) == flagged


def test_a_death_long_before_the_agency_knew_is_flagged() -> None:
    child = asked.child(date_of_birth="2010-01-01", date_of_death="2016-04-02")
    found = asked.report(children=[child], data={"harm": "death", "incident_on": None}).flags(NOW)
    assert found == ("a child died more than a year before the agency knew",)


@pytest.mark.parametrize("born_on_a_leap_day", [date(2024, 2, 29)])
def test_a_year_after_a_leap_day_ends_with_the_first_of_march(born_on_a_leap_day: date) -> None:
    assert not oddities.long_before(born_on_a_leap_day, date(2025, 3, 1))
    assert oddities.long_before(born_on_a_leap_day, date(2025, 3, 2))


def of_the_authority(aware: str | None, met: str | None = None, incident: date | None = None) -> list[str]:
    times = (at(aware) if aware else None, at(met) if met else None)
    return list(oddities.of_the_authority(incident, *times, REPORTED_AT))


def test_awareness_of_decades_ago_is_taken_and_suspect() -> None:
    decades_ago = RecordAwareness(incident_aware_at=at("1996-04-02T16:50+01:00"), channel="a file that was found")
    given(*reported).when(decades_ago, at=NOW).then_one(AuthorityBecameAware)
    assert of_the_authority("1996-04-02T16:50+01:00") == [
        "the authority was aware more than a year before the report"
    ]


def test_awareness_before_the_incident_is_suspect() -> None:
    found = of_the_authority("2026-04-01T23:30+01:00", incident=date(2026, 4, 2))
    assert found == ["the authority was aware before the incident"]


def test_criteria_met_long_after_the_awareness_are_suspect() -> None:
    found = of_the_authority("2026-04-02T16:50+01:00", "2027-04-03T09:00+01:00")
    assert found == ["the criteria were met more than a year after the awareness"]


def test_nothing_is_suspect_of_times_like_any_others_nor_before_there_are_any() -> None:
    assert of_the_authority("2026-04-02T16:50+01:00", "2026-04-20T09:00+01:00", date(2026, 4, 2)) == []
    assert of_the_authority(None, incident=date(2026, 4, 2)) == []
