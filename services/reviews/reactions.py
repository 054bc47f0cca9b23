"""What reviews does when the notifier or intake speaks, and when a finding was there before."""

from collections.abc import Iterable

from services.reviews.commands import CancelRapidReview, OpenRapidReview, ReopenRapidReview
from services.reviews.following import gathered
from services.reviews.learning_commands.findings import ReopenForRecurrence
from services.reviews.practice_commands.joining import CoverIncident, TakeUpIncident
from shared.decider import Ask
from shared.events.base import Recorded
from shared.events.intake import IncidentReclassified
from shared.events.learning import RecurrenceConfirmed
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.notifier import NotificationSubmitted, NotificationWithdrawn
from shared.events.practice import CoveredBy
from shared.events.reviews import PracticeReviewInitiated


def react(recorded: Recorded) -> Iterable[Ask]:
    """Only class A leads to a rapid review: B and C are told to others, and the Panel does not consider them."""
    match recorded.data:
        case NotificationSubmitted(trigger_class="A") as it:
            yield Ask(
                recorded.subject,
                OpenRapidReview(
                    notification=it.notification,
                    submitted_at=it.submitted_at,
                    incident_aware_at=it.incident_aware_at,
                    as_of=recorded.heard.get("intake", 0),
                ),
            )
        case NotificationWithdrawn(reason=reason):
            yield Ask(recorded.subject, CancelRapidReview(reason=f"notification withdrawn: {reason}"))
        case IncidentReclassified(previous="A", trigger_class="B" | "C" | "D" as now):
            reason = f"incident reclassified from A to {now}"
            yield Ask(recorded.subject, CancelRapidReview(reason=reason, as_of=recorded.version))
        case CaseMerged(trigger_class="A"):
            reason = "the case was merged into another, which has its own"
            yield Ask(recorded.subject, CancelRapidReview(reason=reason, as_of=recorded.version))
        case IncidentReclassified(trigger_class="A") | MergeUndone(trigger_class="A"):
            yield Ask(recorded.subject, ReopenRapidReview(as_of=recorded.version))
        case PracticeReviewInitiated(covers=covers, practice_review=id_):
            for case in covers:
                yield Ask(case, CoverIncident(case=recorded.subject, practice_review=id_))
        case CoveredBy(case=case):
            yield Ask(case, TakeUpIncident(case=recorded.subject))
        case RecurrenceConfirmed(finding=finding, earlier_case=case, earlier_finding=earlier):
            again = ReopenForRecurrence(finding=earlier, in_case=recorded.subject, by_finding=finding)
            yield Ask(case, again)
        case _:
            yield from gathered(recorded)
