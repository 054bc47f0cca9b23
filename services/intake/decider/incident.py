"""An incident, from report to the authority's decision and what may become of that decision."""

from functools import partial, reduce

from services.intake.backdating import ConfirmBackdating, RefuseBackdating
from services.intake.casework import (
    AssignCase,
    ClassifyTrigger,
    ConfirmReclassification,
    ConsultPartner,
    CorrectAwareness,
    CorrectCriteriaMet,
    DeclineReclassification,
    ProposeReclassification,
    ProposeWithdrawal,
    RecordAuthorityTold,
    RecordChildDeathNotified,
    RecordChildDied,
    RecordJurisdiction,
    RecordNewInformation,
    RecordPartnerAwareness,
    SnoozeCase,
    WakeCase,
)
from services.intake.commands import (
    OFFICERS,
    CountReleased,
    CountTakenOver,
    DecideNotToNotify,
    DecideToNotify,
    RecordAwareness,
    RecordCriteriaMet,
    RecordReport,
    SetDutiesAside,
    TakeUpDuties,
)
from services.intake.decider import (
    backdating_signed,
    clocks,
    death_review,
    decision,
    reclassification,
    snooze,
    telling,
)
from services.intake.decider.assignment import assign
from services.intake.decider.dates import next_due_on
from services.intake.decider.jurisdiction import record_jurisdiction
from services.intake.decider.reopening import new_information
from services.intake.decider.reporting import record_report
from services.intake.decider.state import Incident, evolve
from services.intake.decider.taken_over import released, set_aside, take_over, take_up
from services.intake.decider.trigger_class import classify
from shared.decider import Command, Decider, Occasion, Refused
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.intake import ReportedBy
from shared.partnership import Partnership

_OF_MERGES = (CountReleased, CountTakenOver, SetDutiesAside, TakeUpDuties)
COMMANDS: tuple[type[Command], ...] = tuple(
    dict.fromkeys((RecordReport, *OFFICERS, *_OF_MERGES, *duties.COMMANDS))
)


def decide(partnership: Partnership, command: Command, incident: Incident, occasion: Occasion) -> list[Event]:
    """What was asked, and what follows from it: who is to be told of it, and who may not sleep any longer."""
    said = _asked(partnership, command, incident, occasion)
    then = reduce(evolve, said, incident)
    told = telling.follows(then, occasion)
    then = reduce(evolve, told, then)
    return [*said, *told, *snooze.shortened(then, next_due_on(then), occasion)]


def _asked(partnership: Partnership, command: Command, incident: Incident, occasion: Occasion) -> list[Event]:
    if isinstance(command, RecordReport):
        return record_report(command, incident, occasion)
    if incident.is_a_test:
        raise Refused(
            "only-a-test", "An agency tried its system with this report: nothing can be decided on a test."
        )
    if incident.reported_by is None:
        raise Refused("no-such-case", "There is no incident with this id.")
    if isinstance(command, duties.COMMANDS):
        return duties.decide(command, incident.duties, occasion)
    if isinstance(command, SetDutiesAside):
        return set_aside(command, incident)
    if incident.merged_into:
        raise Refused(
            "merged", "This case was merged into another (its merged_into): decide there, or undo-merge first."
        )
    return _on_clocks(partnership, command, incident, incident.reported_by, occasion)


def _on_clocks(
    partnership: Partnership, command: Command, incident: Incident, by: ReportedBy, occasion: Occasion
) -> list[Event]:
    match command:
        case RecordAwareness():
            return clocks.aware(command, incident, by, occasion)
        case RecordCriteriaMet():
            return clocks.criteria_met(command, incident, occasion)
        case CountTakenOver():
            return take_over(command, incident, by, occasion)
        case CorrectAwareness():
            return clocks.correct_awareness(command, incident, occasion)
        case CorrectCriteriaMet():
            return clocks.correct_criteria(command, incident, occasion)
        case RecordPartnerAwareness():
            return clocks.partner_aware(command, incident, partnership, occasion)
        case RecordJurisdiction():
            return record_jurisdiction(command, incident, partnership.authority.code)
        case RecordAuthorityTold():
            return telling.told(command, incident, occasion)
        case ClassifyTrigger():
            return classify(command, incident, occasion)
        case ConsultPartner():
            return decision.consult(command, incident, partnership, occasion)
    return _on_the_decision(partnership, command, incident, by, occasion)


def _on_the_decision(
    partnership: Partnership, command: Command, incident: Incident, by: ReportedBy, occasion: Occasion
) -> list[Event]:
    match command:
        case DecideToNotify():
            return decision.notify(command, incident, by, partnership, occasion)
        case DecideNotToNotify():
            return decision.do_not_notify(command, incident, by, partnership, occasion)
        case RecordNewInformation():
            return new_information(command, incident, occasion)
        case ProposeReclassification() | ProposeWithdrawal():
            return reclassification.propose(command, incident, occasion)
        case ConfirmReclassification():
            return reclassification.confirm(command, incident, occasion)
        case DeclineReclassification():
            return reclassification.decline(command, incident, occasion)
        case ConfirmBackdating():
            return backdating_signed.confirm(command, incident, occasion)
        case RefuseBackdating():
            return backdating_signed.refuse(command, incident, occasion)
    return _on_the_worklist(command, incident, occasion)


def _on_the_worklist(command: Command, incident: Incident, occasion: Occasion) -> list[Event]:
    match command:
        case RecordChildDied():
            return death_review.child_died(command, incident, occasion)
        case RecordChildDeathNotified():
            return death_review.notified(command, incident, occasion)
        case AssignCase():
            return assign(command, incident, occasion)
        case SnoozeCase():
            return snooze.snooze(command, incident, occasion)
        case WakeCase():
            return snooze.wake(command, incident, occasion)
        case TakeUpDuties():
            return take_up(command, incident, occasion)
        case CountReleased():
            return released(command, incident, occasion)  # what is counted from the awareness follows, as ever
    raise TypeError(f"not a command of an incident: {type(command).__name__}")


def incident(partnership: Partnership) -> Decider[Incident]:
    """Also answers for the duty to the child death overview panel: it lives on this case."""
    return Decider(commands=COMMANDS, initial=Incident(), decide=partial(decide, partnership), evolve=evolve)
