"""What each event means for the row of its case: the columns it sets. Pure.

A column belongs to one service, so the order between services does not matter; within a service it is kept.
"""

from typing import Any

from shared.events.amendments import ReportCorrected
from shared.events.base import Event, Recorded
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    CaseAssigned,
    CaseSnoozed,
    DecisionReopened,
    IncidentReclassified,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
    SnoozeEnded,
)
from shared.events.keeping import CaseErased
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.notifier import (
    NotificationApproved,
    NotificationDrafted,
    NotificationRefused,
    NotificationSubmitted,
    NotificationWithdrawn,
)
from shared.events.publisher import (
    AnonymityCertified,
    DraftSaved,
    PublicationScheduled,
    ReportPublished,
    ReportTakenDown,
)
from shared.events.reviews import (
    PracticeReviewInitiated,
    RapidReviewCancelled,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewReopened,
    RapidReviewSubmitted,
    ReportAccepted,
)

Columns = dict[str, Any]


def columns(recorded: Recorded) -> Columns:
    """Column -> value; empty for an event that moves no case."""
    read = {"intake": _intake, "notifier": _notifier, "reviews": _reviews, "publisher": _publisher}
    return read[recorded.source](recorded.data, recorded) if recorded.source in read else {}


def _intake(event: Event, recorded: Recorded) -> Columns:
    match event:
        case IncidentReported() as it:
            return {
                "reported_at": recorded.time,
                "agency": it.reported_by.agency,
                "la_code": it.la_code,
                "harm": it.harm,
                "children": it.children,
            }
        case AuthorityBecameAware(incident_aware_at=at) | AwarenessCorrected(incident_aware_at=at):
            return {"aware_at": at}
        case NotNotifyDecided(trigger_class=class_):
            return {"not_notify_decided_at": recorded.time, "reopened_at": None, "trigger_class": class_}
        case DecisionReopened():
            return {"reopened_at": recorded.time}
        case NotifyDecided(trigger_class=class_):
            return {"notify_decided_at": recorded.time, "trigger_class": class_}
        case IncidentReclassified(trigger_class=class_):
            return {"trigger_class": class_}
        case ReportCorrected() as it:
            return {"la_code": it.la_code, "harm": it.harm, "children": it.children}
        case CaseMerged(into=into):
            return {"merged_at": recorded.time, "merged_into": into}
        case MergeUndone():
            return {"merged_at": None, "merged_into": None}
        case CaseErased():
            return {"erased_at": recorded.time}
    return _whose_work(event)


def _whose_work(event: Event) -> Columns:
    match event:
        case CaseAssigned(officer=officer):
            return {"assigned_to": officer}
        case CaseSnoozed(until_on=day):
            return {"snoozed_until": day}
        case SnoozeEnded():
            return {"snoozed_until": None}
    return {}


def _notifier(event: Event, recorded: Recorded) -> Columns:
    match event:
        case NotificationDrafted():
            return {"drafted_at": recorded.time}
        case NotificationApproved():
            return {"approved_at": recorded.time}
        case NotificationSubmitted(submitted_at=at):
            return {"notified_at": at}
        case NotificationRefused():
            return {"notified_at": None}
        case NotificationWithdrawn():
            return {"withdrawn_at": recorded.time}
    return {}


def _reviews(event: Event, recorded: Recorded) -> Columns:
    match event:
        case RapidReviewOpened():
            return {"rapid_review_opened_at": recorded.time, "rapid_review_cancelled_at": None}
        case RapidReviewReopened():
            return {"rapid_review_cancelled_at": None}
        case RapidReviewDecided(decided_on=day, next_step=next_step):
            return {"rapid_review_decided_on": day, "next_step": next_step}
        case RapidReviewSubmitted(submitted_at=at):
            return {"rapid_review_submitted_at": at}
        case RapidReviewCancelled():
            return {"rapid_review_cancelled_at": recorded.time}
        case PracticeReviewInitiated(decided_on=day):
            return {"practice_review_initiated_on": day}
        case ReportAccepted(accepted_on=day):
            return {"report_accepted_on": day}
    return {}


def _publisher(event: Event, recorded: Recorded) -> Columns:
    match event:
        case DraftSaved():  # another text: what was certified and planned was so for the one before
            return {"anonymity_certified_at": None, "publish_on": None}
        case AnonymityCertified():
            return {"anonymity_certified_at": recorded.time}
        case PublicationScheduled(publish_on=day):
            return {"publish_on": day}
        case ReportPublished(published_on=day, reference=reference):
            return {"published_on": day, "public_reference": reference}
        case ReportTakenDown(taken_down_on=day):
            return {"taken_down_on": day}
    return {}
