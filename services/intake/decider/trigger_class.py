"""Which class an incident is of, from the facts.

A: a child, and abuse or neglect known or suspected. B: a looked-after child's death without. C: a care leaver's
death before the 25th birthday begins, since there is such a rule. D: none of these.
"""

from datetime import date

from services.intake.casework import ClassifyTrigger
from services.intake.decider import death_review
from services.intake.decider.reopening import reopened
from services.intake.decider.state import Incident
from shared.ages import attains
from shared.calendar import london_date
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.intake import TriggerClass, TriggerClassified
from shared.policy import NoPolicyInForce, policy_on

ADULT = 18


def classify(command: ClassifyTrigger, incident: Incident, occasion: Occasion) -> list[Event]:
    happened_on = command.happened_on or incident.incident_on
    for name, day in (("happened_on", command.happened_on), ("born_on", command.born_on)):
        if day and day > london_date(occasion.at):
            raise Refused("not-in-the-future", f"{name} lies in the future.", f"/{name}")
    limit = _care_leavers_under(incident, occasion)
    classified = TriggerClassified(
        trigger_class="D",
        suspicion=None if command.suspicion == "neither" else command.suspicion,
        looked_after=command.looked_after,
        care_leaver=command.care_leaver,
        under_18=_under(ADULT, command.born_on, happened_on),
        under_25=limit is not None and _under(limit, command.born_on, happened_on),
    )
    classified = classified.model_copy(update={"trigger_class": _class(classified, incident.died)})
    if classified == incident.classified:
        return []
    other = incident.trigger_class not in (None, classified.trigger_class)
    review = death_review.of_a_child(incident, under_18=classified.under_18, occasion=occasion)
    return [classified, *review, *(reopened(incident, "classified otherwise", occasion) if other else [])]


def _class(facts: TriggerClassified, died: bool) -> TriggerClass:
    if facts.under_18 and facts.suspicion:
        return "A"
    if died and facts.under_18 and facts.looked_after:
        return "B"
    if died and facts.care_leaver and facts.under_25:
        return "C"
    return "D"


def _under(age: int, born_on: date | None, happened_on: date | None) -> bool:
    """An age is attained at the first moment of the birthday. Nobody's age is guessed to end a duty."""
    return born_on is None or happened_on is None or happened_on < attains(born_on, age)


def _care_leavers_under(incident: Incident, occasion: Occasion) -> int | None:
    """By the policy in force when the authority became aware: from there lateness is measured, not from death."""
    try:
        return policy_on(london_date(incident.aware_at or occasion.at)).care_leavers_under
    except NoPolicyInForce:
        return None
