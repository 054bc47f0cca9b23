"""What is odd about the times of an incident. Nothing of it is refused: an officer looks at it.

Harm of decades ago is reported, and so is a year that was mistyped; nobody but a person can tell which it is.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from shared.ages import attains
from shared.calendar import england_and_wales, london_date
from shared.counting import anniversary
from shared.deadline import working_days_before

WORKING_DAYS_TO_NOTIFY = 5


def long_before(earlier: date, later: date) -> bool:
    """More than a year. Days in London."""
    return anniversary(earlier, 1) < later


def found(oddities: Mapping[str, bool]) -> tuple[str, ...]:
    """The names of those that are so."""
    return tuple(name for name, is_so in oddities.items() if is_so)


def of_the_agency(incident_on: date | None, aware_at: datetime, now: datetime) -> dict[str, bool]:
    """By name. What a report tells of the incident and of when the agency knew."""
    today, aware_on = london_date(now), london_date(aware_at)
    return {
        "the incident lies in the future": bool(incident_on and incident_on > today),
        "the incident lies more than a year before the agency knew": bool(
            incident_on and long_before(incident_on, aware_on)
        ),
        "the agency was aware before the incident": bool(incident_on and aware_on < incident_on),
        "the agency was aware in the future": aware_at > now + timedelta(days=1),
        "the agency was aware five working days ago or more": aware_on <= _too_long_ago(today),
        "the agency was aware more than a year ago": long_before(aware_on, today),
    }


def of_a_child(
    born: date | None, died: date | None, incident_on: date | None, aware_on: date, today: date
) -> dict[str, bool]:
    """By name. Without a date of the incident, the child's age is that of when the agency knew."""
    return {
        "a child was born after the incident": bool(born and incident_on and born > incident_on),
        "a child was 18 or over": bool(born and attains(born, 18) <= (incident_on or aware_on)),
        "a child's birth lies in the future": bool(born and born > today),
        "a child died before birth": bool(born and died and died < born),
        "a child's death lies in the future": bool(died and died > today),
        "a child died more than a year before the agency knew": bool(died and long_before(died, aware_on)),
    }


def of_the_authority(
    incident_on: date | None, aware_at: datetime | None, criteria_met_at: datetime | None, reported_at: datetime
) -> tuple[str, ...]:
    """What is suspect about the authority's own times, which its statutory date is counted from."""
    if aware_at is None:
        return ()
    aware_on = london_date(aware_at)
    return found(
        {
            "the authority was aware before the incident": bool(incident_on and aware_on < incident_on),
            "the authority was aware more than a year before the report": long_before(
                aware_on, london_date(reported_at)
            ),
            "the criteria were met more than a year after the awareness": bool(
                criteria_met_at and long_before(aware_on, london_date(criteria_met_at))
            ),
        }
    )


def _too_long_ago(today: date) -> date:
    """For whoever knew since that day or longer there is no time left to notify."""
    return working_days_before(today, WORKING_DAYS_TO_NOTIFY, england_and_wales().guessing())
