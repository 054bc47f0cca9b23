"""Events and codes in plain words. Only what is not sealed is ever told."""

from services.console.casework import CASEWORK, NameOf, in_class, moved, of_casework
from services.console.stage import NEXT_STEPS
from shared.calendar import calendar_of
from shared.deadline import written
from shared.duties.words import to_do
from shared.events.amendments import AttachmentKept
from shared.events.base import Event
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchProofKept,
    DispatchRefused,
)
from shared.events.duties import (
    DeadlineMissed,
    DeadlineRecomputed,
    DutyAcknowledged,
    DutyArose,
    DutyMet,
    DutyReopened,
    ReminderMailed,
    ReminderRaised,
    ReminderUndeliverable,
)
from shared.events.intake import IncidentReclassified, IncidentReported, NotifyDecided, NotNotifyDecided
from shared.events.merging import (
    CaseMerged,
    CaseReleased,
    CaseTakenOver,
    DuplicateSuspected,
    MergeUndone,
)
from shared.events.notifier import NotificationApproved, NotificationDrafted
from shared.events.publisher import PublicationScheduled, ReportPublished
from shared.events.reviews import CriterionAssessed, PanelReplied, RapidReviewDecided
from shared.events.scanned import DocumentScanned

HAPPENED = {
    "sample-passed": "A test of the agency passed",
    "agency-conformant": "The agency may report in earnest",
    "agency-suspended": "Reports of the agency suspended",
    "agency-resumed": "Reports of the agency taken in again",
    "report-corrected": "The agency corrected its report",
    "deadline-recomputed": "Date counted again: a holiday was proclaimed or taken back",
    "report-added-to": "The agency told more",
    "report-withdrawn": "The agency withdrew its report",
    "attachment-kept": "The agency sent a document",
    "document-scanned": "A document was scanned for malware",
    "attachment-blocked": "The agency was told that malware was found in its document",
    "amendment-acknowledged": "The agency was told that we have it",
    "notification-superseded": "Superseded by the notification of the case it was merged into",
    "notification-reinstated": "Owed again: the merge was undone",
    "notification-refused": "The Panel sent the notification back: it counts as not sent",
    "rapid-review-recounted": "Rapid review counted anew: the Panel refused the notification and took it later",
    "notification-recounted": "Counted anew from a corrected time",
    "report-opened": "What the agency told was opened and read",
    "duplicate-suspected": "May be the same incident as another case",
    "kept-apart": "Found to be another incident than a case like it",
    "case-merged": "Merged into another case",
    "merge-undone": "Merge undone",
    "case-taken-over": "Another case was merged into this one",
    "case-released": "A merged case stands for itself again",
    "merged-report-answered": "Answered the report of a merged case",
    "notify-decided": "Decided to notify",
    "not-notify-decided": "Decided not to notify",
    "rapid-review-ruled-out": "No rapid review to be opened",
    "rapid-review-ruled-in": "Rapid review to be opened after all",
    "submission-set-aside": "Submission came too late for a rapid review",
    **CASEWORK,
}


def happened(type_: str) -> str:
    """`cspr.intake.incident-reported.v1` -> "Incident reported"."""
    name = type_.split(".")[2]
    return HAPPENED.get(name) or name.replace("-", " ").capitalize()


def plural(number: int, noun: str) -> str:
    several = f"{noun[:-1]}ies" if noun.endswith("ty") else f"{noun}s"
    return f"{number} {noun if number == 1 else several}"


def particulars(event: Event, name_of: NameOf) -> str:
    """A few words more, for events that have some; else nothing."""
    said = _of_duties(event, name_of) or _of_dispatches(event, name_of) or _of_reports(event)
    return said or _of_the_case(event) or of_casework(event, name_of)


def _of_duties(event: Event, name_of: NameOf) -> str:
    match event:
        case DutyArose(due=due, owed_to=owed_to, strength=strength):
            return f"{to_do(strength, due.rule)}, owed to {name_of(owed_to)}, by {written(due.due_on)}"
        case ReminderRaised(step=step, role=role):
            return f"{step}; {role} told" if role else step
        case ReminderMailed(role=role):
            return f"to the {role}"
        case ReminderUndeliverable(role=role):
            return f"to the {role}: the mail server refuses the address"
        case DutyAcknowledged(by=by):
            return f"{by} sees to it"
        case DeadlineMissed(due_on=day):
            return f"was due {written(day)}"
        case DutyMet(late=True, working_days_late=days):
            return f"late, by {plural(days, 'working day')}"
        case DutyMet():
            return "in time"
        case DeadlineRecomputed(old=old, new=new, because=because):
            counted = calendar_of(new.calendar).added
            why = " and ".join(
                f"{written(it.day)} is {'a' if it.day in counted else 'no'} holiday ({it.name})" for it in because
            )
            return f"from {written(old.due_on)} to {written(new.due_on)}, for {why}"
        case DutyReopened(reason=reason, due=due):
            return f"{reason}; owed as before, by {written(due.due_on)}"
    return ""


def _of_dispatches(event: Event, name_of: NameOf) -> str:
    match event:
        case DispatchDue(what=what, recipient=recipient, channel=channel):
            return f"{what} to {name_of(recipient)}, by {channel}"
        case DispatchAttempted(attempt=attempt, possible_duplicate=True):
            return f"attempt {attempt}, marked as a possible duplicate"
        case DispatchAttempted(attempt=attempt):
            return f"attempt {attempt}"
        case DispatchHandedOver(duplicate=True):
            return "the recipient had it already"
        case DispatchHandedOver(attested_by=person) if person:
            return "attested by hand"
        case DispatchRefused(how="bounced"):
            return "the mail came back"
        case DispatchRefused(how=how):
            return how
        case DispatchProofKept(media_type=type_):
            return type_
        case DispatchFailed(failure="retryable", throttled=True):
            return "the recipient asked us to wait; will be tried again"
        case DispatchFailed(failure="retryable"):
            return "will be tried again"
        case DispatchFailed():
            return "will not be tried again by itself"
    return ""


def _of_reports(event: Event) -> str:
    match event:
        case AttachmentKept(kind=kind, media_type=media_type):
            return f"{kind}, {media_type}"
        case DocumentScanned(found=found):
            return f"{found}: nobody can open it" if found else "nothing found"
        case DuplicateSuspected(grounds=grounds):
            return "; ".join(grounds)
        case (
            CaseMerged(into=case) | MergeUndone(into=case) | CaseTakenOver(merged=case) | CaseReleased(merged=case)
        ):
            return f"case {case[:8].upper()}"
    return ""


def _of_the_case(event: Event) -> str:
    match event:
        case IncidentReported(harm=harm, children=children):
            return f"{harm}, {plural(children, 'child').replace('childs', 'children')}"
        case NotifyDecided(trigger_class=class_) | NotNotifyDecided(trigger_class=class_):
            return in_class(class_)
        case IncidentReclassified(previous=previous, trigger_class=class_):
            return moved(previous, class_)
        case NotificationDrafted(revision=revision) | NotificationApproved(revision=revision):
            return f"revision {revision}"
        case CriterionAssessed(criterion=criterion, met=met):
            return f"{criterion} {'met' if met else 'not met'}"
        case RapidReviewDecided(next_step=next_step):
            return NEXT_STEPS[next_step]
        case PanelReplied(outcome=outcome):
            return f"the Panel {outcome}"
        case PublicationScheduled(publish_on=day):
            return f"for {written(day)}"
        case ReportPublished(reference=reference):
            return f"as {reference}"
    return ""
