"""Two deciders: over one case, from report to decision and after; and over the officers' absences."""

from typing import Any

from services.intake.decider.absences import absences
from services.intake.decider.incident import incident
from shared.decider import Decider
from shared.partnership import Partnership


def deciders(partnership: Partnership) -> tuple[Decider[Any], ...]:
    return (incident(partnership), absences)


__all__ = ["absences", "deciders", "incident"]
