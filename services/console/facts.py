"""What each event adds to the figures: facts that are counted. Pure, and free of anything personal.

A fact counts on the day on which it happened (a decision's own day, London's date of an instant), and is known
from when its event was recorded. Reports that an agency marked as tests are events of their own and no facts.
"""

from collections.abc import Iterator, Mapping

from services.console.fact import Fact
from services.console.review_facts import of_a_review
from shared.calendar import london_date
from shared.events import learning as learned
from shared.events.base import Event, Recorded
from shared.events.duties import (
    DeadlineRecomputed,
    DutyArose,
    DutyFellAway,
    DutyMet,
    DutyReopened,
    LatenessExplained,
)
from shared.events.intake import (
    IncidentReclassified,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
)
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.notifier import NotificationSubmitted, NotificationWithdrawn
from shared.events.publisher import CorrigendumPublished, ReportPublished, ReportTakenDown
from shared.events.removal import ReportRemoved
from shared.events.requests import CopyRequested, CopySupplied, InformationRequestRecognised, RequestRefused

INFORMATION = "under the Freedom of Information Act"
_ACTION_STATES: Mapping[type[Event], str] = {
    learned.ActionProposed: "proposed",
    learned.ActionAgreed: "accepted",
    learned.ActionRejected: "rejected",
    learned.ActionStarted: "in progress",
    learned.ActionImplemented: "implemented",
    learned.ActionVerified: "verified",
    learned.ActionEmbedded: "embedded",
    learned.ActionReopened: "re-opened",
}


def facts(recorded: Recorded) -> Iterator[Fact]:
    """In the order in which the event tells them."""
    it = recorded.data
    yield from _of_a_case(it)
    yield from _of_a_duty(it)
    yield from of_a_review(it)
    yield from _of_a_publication(it)
    yield from _of_learning(it)


def _of_a_case(it: Event) -> Iterator[Fact]:
    match it:
        case IncidentReported(harm=harm):
            yield Fact("reported", harm)
        case CaseMerged():
            yield Fact("merging", "merged")
        case MergeUndone():
            yield Fact("merging", "undone")
        case NotifyDecided(trigger_class=class_):
            yield Fact("decided", f"notify, class {class_}")
        case NotNotifyDecided(local_learning=locally):
            yield Fact("decided", "not notify, local learning" if locally else "not notify")
        case IncidentReclassified(previous=previous, trigger_class=class_):
            yield Fact("reclassified", f"class {previous} to class {class_}")
        case NotificationSubmitted(notification=which, trigger_class=class_, submitted_at=at):
            yield Fact("notified", f"class {class_}", str(which), london_date(at))
        case NotificationWithdrawn(notification=which):
            yield Fact("withdrawn", "withdrawn", str(which))


def _of_a_duty(it: Event) -> Iterator[Fact]:
    match it:
        case DutyArose(duty=duty, due=due):
            yield Fact("due", due.rule, str(duty), due.due_on)
        case DeadlineRecomputed(duty=duty, new=due):
            yield Fact("due", due.rule, str(duty), due.due_on)
        case DutyReopened(duty=duty, due=due):
            yield Fact("due", due.rule, str(duty), due.due_on)
            yield Fact("standing", "owed", str(duty))
        case DutyMet(duty=duty, met_at=at, late=late, working_days_late=days):
            yield Fact("standing", "late" if late else "in time", str(duty), london_date(at), days)
        case DutyFellAway(duty=duty):
            yield Fact("standing", "fell away", str(duty))
        case LatenessExplained(duty=duty):
            yield Fact("explained", "explained", str(duty))


def _of_a_publication(it: Event) -> Iterator[Fact]:
    match it:
        case ReportPublished(publication=which, kind=kind, published_on=day, scope=scope):
            yield Fact("published", kind, str(which), day)
            yield Fact("published as", scope, str(which), day)
        case CorrigendumPublished(publication=which, corrected_on=day):
            yield Fact("corrected", "corrected", str(which), day)
        case ReportTakenDown(publication=which, taken_down_on=day):
            yield Fact("taken down", "after a year", str(which), day)
        case ReportRemoved(publication=which, removed_on=day):
            yield Fact("taken down", "in an emergency", str(which), day)
        case _:
            yield from _of_a_request(it)


def _of_a_request(it: Event) -> Iterator[Fact]:
    match it:
        case CopyRequested(request=which, requested_at=at, information_request=information):
            yield Fact("request", "received", str(which), london_date(at))
            if information:
                yield Fact("request", INFORMATION, str(which), london_date(at))
        case InformationRequestRecognised(request=which):
            yield Fact("request", INFORMATION, str(which))
        case CopySupplied(request=which):
            yield Fact("request", "supplied", str(which))
        case RequestRefused(request=which):
            yield Fact("request", "refused", str(which))


def _of_learning(it: Event) -> Iterator[Fact]:
    if type(it) in _ACTION_STATES:
        yield Fact("action", _ACTION_STATES[type(it)], it.action)  # type: ignore[attr-defined]
    match it:
        case learned.FindingRecorded(finding=which, theme=theme, found_on=day):
            yield Fact("finding", theme, which, day)
        case learned.FindingRecurred(finding=which):
            yield Fact("recurred", "recurred", which)
        case learned.RecommendationIssued(recommendation=which, owner=owner):
            yield Fact("recommendation", owner, which)
        case learned.EvidenceAdded(action=which, kind=kind):
            yield Fact("evidence", kind, which)
        case learned.ImpactMeasured(action=which, after=after, embedded=embedded, measured_on=day):
            found = "took hold" if embedded else "did not take hold"
            yield Fact("impact", f"{found} after {after}", which, day)
        case learned.BriefingDisseminated(sent_on=day):
            yield Fact("briefing", "sent", day=day)
        case learned.BriefingAnswered(use=use, people_reached=people, answered_on=day):
            yield Fact("briefing used", use, day=day, number=people)
        case learned.AuditConcluded(done_on=day):
            yield Fact("audit", "concluded", day=day)
