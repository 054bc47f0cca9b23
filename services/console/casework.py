"""What officers do between a report and its end, in plain words. Only what is not sealed is ever told."""

from collections.abc import Callable

from services.console.kept import HAPPENED as KEEPING
from shared.deadline import written
from shared.events.backdating import BackdatingLapsed, BackdatingProposed
from shared.events.base import Event
from shared.events.intake import (
    AwarenessCorrected,
    CaseSnoozed,
    CriteriaMetCorrected,
    DecisionReopened,
    JurisdictionRecorded,
    PartnerAwarenessRecorded,
    PartnerConsulted,
    ReclassificationProposed,
    SnoozeEnded,
    TriggerClassified,
)

NameOf = Callable[[str], str]
# As the guidance tells them apart: Children Act 2004 s16C(1); a looked-after child's death that is outside it
# (Children Act 1989, Schedule 2 paragraph 20); a care leaver's, which Working Together asks to be told of.
CLASSES = {
    "A": "death or serious harm of a child, abuse or neglect known or suspected",
    "B": "death of a looked-after child, abuse or neglect neither known nor suspected",
    "C": "death of a care leaver, up to and including the age of 24",
    "D": "outside the duty to notify",
}
CASEWORK = {  # the end of an event's type -> as people say it
    "authority-became-aware": "Authority became aware",
    "awareness-corrected": "When the authority became aware was corrected",
    "criteria-met-corrected": "When the criteria were met was corrected",
    "backdating-proposed": "A time awaits a second signature: it moves a statutory date, or was recorded late",
    "backdating-confirmed": "The time confirmed by a second person",
    "backdating-refused": "The time refused by a second person",
    "backdating-lapsed": "The time needs no second signature any more",
    "partner-awareness-recorded": "Another agency's awareness recorded",
    "jurisdiction-recorded": "Whose duty it is recorded",
    "other-authority-told": "Another authority told",
    "trigger-classified": "Class of the incident recorded",
    "partner-consulted": "Safeguarding partner consulted",
    "decision-reopened": "Decision open again",
    "reclassification-proposed": "Reclassification proposed, to be signed by a second person",
    "child-died": "A child has died",
    **KEEPING,
}


def in_class(class_: str) -> str:
    """A letter with what it stands for, so that nobody has to know it by heart."""
    return f"class {class_}: {CLASSES[class_]}"


def moved(previous: str, class_: str) -> str:
    return f"from class {previous} ({CLASSES[previous]}) to class {class_} ({CLASSES[class_]})"


def of_casework(event: Event, name_of: NameOf) -> str:
    """A few words more, for events that have some; else nothing."""
    match event:
        case PartnerConsulted(partner=partner, view=view):
            return f"{name_of(partner)}: {view}"
        case TriggerClassified(trigger_class=class_):
            return in_class(class_)
        case DecisionReopened(because=because) | SnoozeEnded(because=because):
            return because
        case ReclassificationProposed(previous=previous, trigger_class=class_):
            return moved(previous, class_)
        case CaseSnoozed(until_on=day):
            return f"until {written(day)}"
    return _of_the_clocks(event)


def _of_the_clocks(event: Event) -> str:
    """A corrected time with the date it replaces."""
    match event:
        case AwarenessCorrected() | CriteriaMetCorrected() if event.due_on and event.previous_due_on:
            if event.due_on == event.previous_due_on:
                return f"still due {written(event.due_on)}"
            return f"due {written(event.due_on)}, before {written(event.previous_due_on)}"
        case BackdatingProposed():
            return _proposed(event)
        case BackdatingLapsed(because=because):
            return because
        case PartnerAwarenessRecorded():
            return "it starts no clock of the authority's"
        case JurisdictionRecorded(ours=True):
            return "this authority's"
        case JurisdictionRecorded(held_by=None):
            return "no English authority's"
        case JurisdictionRecorded():
            return "another authority's"
    return ""


def _proposed(event: BackdatingProposed) -> str:
    if event.due_on is None:
        return "no date could be counted from it"
    if event.previous_due_on is None:
        return f"due {written(event.due_on)} by it"
    return f"due {written(event.due_on)} by it, {written(event.previous_due_on)} without it"
