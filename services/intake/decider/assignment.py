"""Whose case it is."""

from services.intake.casework import AssignCase
from services.intake.decider.state import Incident
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.intake import CaseAssigned


def assign(command: AssignCase, incident: Incident, _: Occasion) -> list[Event]:
    if command.officer == command.deputy:
        raise Refused("another-deputy", "The deputy must be somebody else than the officer.", "/deputy")
    if (command.officer, command.deputy) == (incident.officer, incident.deputy):
        return []
    return [CaseAssigned(officer=command.officer, deputy=command.deputy)]
