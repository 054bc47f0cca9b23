"""What the notifier does when intake speaks."""

from collections.abc import Iterable

from services.notifier.commands import OpenNotification, ReclassifyNotification
from shared.decider import Ask
from shared.events.base import Recorded
from shared.events.intake import IncidentReclassified, NotifyDecided


def react(recorded: Recorded) -> Iterable[Ask]:
    match recorded.data:
        case NotifyDecided() as it:
            yield Ask(
                recorded.subject,
                OpenNotification(
                    trigger_class=it.trigger_class,
                    clock_starts_at=it.clock_starts_at,
                    incident_aware_at=it.incident_aware_at,
                ),
            )
        case IncidentReclassified(trigger_class=trigger_class, clock_starts_at=at):
            command = ReclassifyNotification(trigger_class=trigger_class, clock_starts_at=at)
            yield Ask(recorded.subject, command)
