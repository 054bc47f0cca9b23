"""A death is for the child death overview panel, too: within 48 elapsed hours of knowing, whatever its class."""

from collections.abc import Iterable
from datetime import datetime

from services.intake.casework import RecordChildDeathNotified, RecordChildDied
from services.intake.decider.state import Incident
from shared.calendar import BeyondCalendar, london_date
from shared.decider import Occasion, Refused, not_in_the_future
from shared.duties import life as duties
from shared.duties.lateness import met_with_reason
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.intake import ChildDied
from shared.policy import NoPolicyInForce, policy_on

PANEL = "child-death-overview-panel"
GROWN_UP = "whoever died was 18 or over"
CORRECTED = "when the authority knew of the death was corrected"


def child_died(command: RecordChildDied, incident: Incident, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.known_at, "known_at", occasion)
    if incident.died_known_at == command.known_at:
        return []
    if incident.died:
        detail = "It is recorded already that a child died, and since when that is known: it is recorded once."
        raise Refused("set-once", detail, "/known_at")
    return [ChildDied(known_at=command.known_at), *arises(incident, command.known_at, occasion)]


def arises(incident: Incident, known_at: datetime, occasion: Occasion) -> list[Event]:
    """Nothing from before there was a policy, which nobody could count, nor for whoever was no child."""
    if incident.classified and not incident.classified.under_18:
        return []
    return _owed(known_at, occasion)


def _owed(known_at: datetime, occasion: Occasion) -> list[Event]:
    try:
        policy = policy_on(london_date(known_at))
        due = policy.deadline("cdop", known_at).due()
    except (NoPolicyInForce, BeyondCalendar):
        return []
    about = occasion.new_id("child-death-review")
    strength = policy.rule("cdop").strength
    return [DutyArose(duty=about, about=about, owed_to=PANEL, strength=strength, due=due)]


def counted_again(incident: Incident, aware_at: datetime, occasion: Occasion) -> list[Event]:
    """By the corrected awareness, where that is what the hours were counted from; the old date stays on record."""
    duty = incident.death_review_duty
    if incident.harm != "death" or (duty and not duty.open):
        return []
    return [*duties.fell_away(duty, CORRECTED), *arises(incident, aware_at, occasion)]


def hours_from(incident: Incident, aware_at: datetime, occasion: Occasion) -> datetime | None:
    """What the 48 hours would be counted from by this awareness; none where they are not counted from it.

    Whoever was 18 may turn out to be a child: then the hours run from what is recorded by then.
    """
    duty = incident.death_review_duty
    if incident.harm != "death" or (duty and duty.met):
        return None
    return aware_at if _owed(aware_at, occasion) else None


def hours_are_past(owed: Iterable[Event], occasion: Occasion) -> bool:
    """Whether what is owed of this by the hour had ended when it arose."""
    return any(isinstance(event, DutyArose) and event.due.is_late(occasion.at) for event in owed)


def of_a_child(incident: Incident, *, under_18: bool, occasion: Occasion) -> list[Event]:
    """A child death review is of a child (Children Act 2004 s16M): of a care leaver of age none is owed."""
    duty = incident.death_review_duty
    if not under_18:
        return duties.fell_away(duty, GROWN_UP)
    known_at = incident.died_known_at or incident.aware_at
    was_grown_up = incident.classified and not incident.classified.under_18
    if not (was_grown_up and incident.died and known_at) or (duty and duty.met):
        return []
    return _owed(known_at, occasion)


def notified(command: RecordChildDeathNotified, incident: Incident, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.notified_at, "notified_at", occasion)
    if incident.incident_on and london_date(command.notified_at) < incident.incident_on:
        detail = "notified_at lies before the incident: look whether the year is right."
        raise Refused("not-before-the-incident", detail, "/notified_at")
    if incident.death_review_duty is None:
        detail = "No child death review is due here: no death of a child is recorded that the authority knows of."
        raise Refused("no-such-duty", detail)
    evidence = f"reference {command.reference}"
    return met_with_reason(incident.death_review_duty, command.notified_at, evidence, command.late_because)
