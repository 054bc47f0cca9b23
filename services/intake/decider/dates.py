"""The authority's two times, and what is due by them."""

from collections.abc import Sequence
from datetime import date, datetime

from services.intake.decider.state import Incident
from shared.calendar import BeyondCalendar, england_and_wales, london_date
from shared.decider import Refused
from shared.policy import NoPolicyInForce, clock_starts, policy_on
from shared.proclaimed import Holiday, extended_by


def notification_due_on(
    aware_at: datetime, criteria_met_at: datetime | None, proclaimed: Sequence[Holiday] = ()
) -> date:
    """Five working days from the later of the two. Raises NoPolicyInForce, BeyondCalendar."""
    starts_at = clock_starts(aware_at, criteria_met_at)
    calendar = extended_by(england_and_wales(), proclaimed)
    return policy_on(london_date(starts_at)).deadline("notification", starts_at, calendar).due_on


def due_on_if_any(
    aware_at: datetime | None, criteria_met_at: datetime | None, proclaimed: Sequence[Holiday] = ()
) -> date | None:
    """None before awareness, and where nobody can count: before the duty, or beyond the known holidays.

    `proclaimed`: holidays since the calendar was packaged. A decision counts without: its date is the earlier one.
    """
    if aware_at is None:
        return None
    try:
        return notification_due_on(aware_at, criteria_met_at, proclaimed)
    except (NoPolicyInForce, BeyondCalendar):
        return None


def countable_clock(aware_at: datetime, criteria_met_at: datetime | None) -> datetime:
    """When the clock starts. From a time that nobody can count from, nobody downstream could say what is due."""
    try:
        notification_due_on(aware_at, criteria_met_at)
    except NoPolicyInForce:
        detail = "The clock would start before there was a duty to notify (29 June 2018): correct-awareness first."
        raise Refused("before-the-duty", detail) from None
    except BeyondCalendar:
        raise Refused(
            "beyond-the-calendar",
            "The due date would lie beyond the bank holidays that are known: correct the times.",
        ) from None
    return clock_starts(aware_at, criteria_met_at)


def next_due_on(incident: Incident) -> date | None:
    """The nearest date that intake knows of: of the notification, while undecided, and of a child death review."""
    found = [due_on_if_any(incident.aware_at, incident.criteria_met_at)]
    if incident.death_review_duty and incident.death_review_duty.open:
        found.append(incident.death_review_duty.due.due_on)
    return min((day for day in found if day), default=None)


def aware_first() -> Refused:
    return Refused("aware-first", "Record first when the authority became aware: record-awareness.")


def criteria_first() -> Refused:
    detail = "Class A needs the criteria of section 16C to be met: record-criteria-met first."
    return Refused("criteria-first", detail, "/trigger_class")
