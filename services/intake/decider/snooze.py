"""A case may sleep, with a reason, until a day that is never after what is due next."""

from datetime import date

from services.intake.casework import SnoozeCase, WakeCase
from services.intake.decider.dates import next_due_on
from services.intake.decider.state import Incident
from shared.calendar import london_date
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.intake import CaseSnoozed, SnoozeEnded, WokenBecause
from shared.sealed import Sealed


def snooze(command: SnoozeCase, incident: Incident, occasion: Occasion) -> list[Event]:
    if incident.aware_at is None:
        detail = "Nobody has looked at this report yet, and that cannot wait: record-awareness first."
        raise Refused("aware-first", detail)
    if incident.decision in ("notify", "do not notify"):
        raise Refused("decided", "It is decided, and so on nobody's worklist: there is nothing to put off.")
    if command.until_on == incident.snoozed_until:
        return []
    if command.until_on <= london_date(occasion.at):
        raise Refused("not-in-the-past", "until_on must lie after today.", "/until_on")
    due_on = next_due_on(incident)
    if due_on is None or command.until_on > due_on:
        raise Refused("not-past-the-due-date", _at_most(due_on), "/until_on")
    return [CaseSnoozed(until_on=command.until_on, due_on=due_on, reason=Sealed.of(command.reason))]


def _at_most(due_on: date | None) -> str:
    if due_on is None:
        return "Nobody can count what is due next from these times, so this cannot sleep: correct-awareness first."
    return f"until_on lies after what is due next: on {due_on.isoformat()} at the latest."


def wake(_: WakeCase, incident: Incident, occasion: Occasion) -> list[Event]:
    return ended(incident, "an officer", occasion)


def ended(incident: Incident, because: WokenBecause, occasion: Occasion) -> list[Event]:
    """A snooze whose day has come is over by itself."""
    asleep = incident.snoozed_until and incident.snoozed_until > london_date(occasion.at)
    return [SnoozeEnded(because=because)] if asleep else []


def shortened(incident: Incident, due_on: date | None, occasion: Occasion) -> list[Event]:
    """What is due earlier than was thought wakes whoever sleeps past it."""
    if due_on is None or incident.snoozed_until is None or incident.snoozed_until <= due_on:
        return []
    return ended(incident, "the due date moved", occasion)
