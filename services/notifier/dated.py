"""Nothing was sent, told or answered before the authority knew of the incident.

By a year that was mistyped a duty would be met in time that was not. Days in London: clocks differ by minutes.
"""

from services.notifier.commands import AttestTold
from services.notifier.notification import Notification
from shared.calendar import london_date
from shared.decider import Command, Refused
from shared.dispatch.acknowledgement import RecordBounce, RecordReceipt, RecordRefusal, RecordValidation
from shared.dispatch.portal import AttestPortalSubmission

WHEN: dict[type[Command], str] = {
    AttestPortalSubmission: "submitted_at",
    AttestTold: "told_at",
    RecordBounce: "bounced_at",
    RecordReceipt: "received_at",
    RecordRefusal: "refused_at",
    RecordValidation: "validated_at",
}


def not_before_awareness(command: Command, notification: Notification) -> None:
    """Raises Refused. A clock that a correction or a merge set earlier counts, too."""
    name = WHEN.get(type(command))
    known = [at for at in (notification.incident_aware_at, notification.clock_starts_at) if at]
    if name and known and london_date(getattr(command, name)) < london_date(min(known)):
        detail = f"{name} lies before the day on which the authority became aware: look whether the year is right."
        raise Refused("not-before-awareness", detail, f"/{name}")
