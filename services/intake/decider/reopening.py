"""Considered and not notified stands until something new comes: then the decision is open again."""

from services.intake.casework import RecordNewInformation
from services.intake.decider.snooze import ended
from services.intake.decider.state import Incident
from shared.decider import Occasion, not_in_the_future
from shared.events.base import Event
from shared.events.intake import DecisionReopened, NewInformationReceived, ReopenedBecause
from shared.sealed import Sealed


def reopened(incident: Incident, because: ReopenedBecause, _: Occasion) -> list[Event]:
    return [DecisionReopened(because=because)] if incident.decision == "do not notify" else []


def new_information(command: RecordNewInformation, incident: Incident, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.received_at, "received_at", occasion)
    if (command.told_by, command.received_at) in incident.information:
        return []  # the text is sealed, so who and when tell one piece of information from another
    received = NewInformationReceived(
        told_by=command.told_by,
        received_at=command.received_at,
        information=Sealed.of(command.information),
    )
    return [
        received,
        *ended(incident, "new information", occasion),
        *reopened(incident, "new information", occasion),
    ]
