"""Which policy version applies, and from when the notification clock runs."""

from datetime import date, datetime
from functools import lru_cache

from shared.calendar import london_date
from shared.edition import (
    InstantNeeded,
    Policy,
    Rule,
    UnknownRule,
    WrongCalendar,
)
from shared.policy_table import POLICIES

__all__ = [
    "POLICIES",
    "InstantNeeded",
    "NoPolicyInForce",
    "Policy",
    "Rule",
    "UnknownPolicy",
    "UnknownRule",
    "WrongCalendar",
    "clock_starts",
    "policy",
    "policy_on",
]


class UnknownPolicy(LookupError):
    """A policy id that is in no table."""


class NoPolicyInForce(LookupError):
    """A day before the duty to notify existed."""


def policy(policy_id: str) -> Policy:
    """The policy version of that id: "2018", "2023", "2025" or "2026". Raises `UnknownPolicy`."""
    for each in POLICIES:
        if each.id == policy_id:
            return each
    known = ", ".join(each.id for each in POLICIES)
    raise UnknownPolicy(f"no policy {policy_id!r}; there are {known}")


@lru_cache(maxsize=1_024)
def policy_on(day: date) -> Policy:
    """The policy version in force on a London date. Raises `NoPolicyInForce`."""
    in_force = [each for each in POLICIES if each.valid_from <= day]
    if not in_force:
        raise NoPolicyInForce(f"no policy was in force on {day}: the first is of {POLICIES[0].valid_from}")
    return max(in_force, key=lambda each: each.valid_from)


def clock_starts(incident_aware_at: datetime, criteria_met_at: datetime | None) -> datetime:
    """When the five working days begin: the later of the two instants, both with a zone.

    The duty (Children Act 2004 s16C) needs both an incident and known or suspected abuse or
    neglect, but the guidance counts from awareness of the incident and no source says what
    happens when suspicion comes weeks later. While it has not come (None), the clock runs from
    awareness, provisionally. Raises `NaiveInstant`.
    """
    met_at = incident_aware_at if criteria_met_at is None else criteria_met_at
    for instant in (incident_aware_at, met_at):
        london_date(instant)  # refuses a time without a zone
    return max(incident_aware_at, met_at)
