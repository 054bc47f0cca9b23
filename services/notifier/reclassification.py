"""When the incident turns out to be of another class: others are owed it, or nobody is."""

from collections.abc import Iterable

from services.notifier.commands import ReclassifyNotification
from services.notifier.notification import Notification, duty_arises, duty_of, open_duty
from services.notifier.owed import owed
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.duties.life import Duty
from shared.events.base import Event
from shared.events.notifier import NotificationReclassified, NotificationWithdrawn
from shared.partnership import Partnership


def reclassified(
    partnership: Partnership, command: ReclassifyNotification, notification: Notification
) -> list[Event]:
    """Once the Panel has it, what was sent stays sent: reviews decides what becomes of the rapid review."""
    if notification.id is None or notification.submitted:
        return []
    if command.trigger_class == "D" or command.clock_starts_at is None:
        return _nobody(command, notification)
    if command.trigger_class == notification.trigger_class and not notification.withdrawn:
        return []
    return _others(partnership, command, notification)


def _nobody(command: ReclassifyNotification, notification: Notification) -> list[Event]:
    if notification.withdrawn:
        return []
    assert notification.id
    reason = f"reclassified to {command.trigger_class}"
    return [
        NotificationWithdrawn(notification=notification.id, reason=reason),
        *_fall_away(notification.duties.values(), reason),
        *dispatching.withdrawn(notification.dispatches, notification.id, reason),
    ]


def _others(partnership: Partnership, command: ReclassifyNotification, notification: Notification) -> list[Event]:
    """Duties to those no longer concerned fall away; to those newly concerned they arise; the rest run on."""
    assert notification.id and command.clock_starts_at
    told = owed(partnership, command.trigger_class, notification.circumstances)
    reason = f"reclassified to {command.trigger_class}"
    gone = [d for d in notification.duties.values() if d.owed_to not in {each.to for each in told}]
    has_it = {d.owed_to for d in notification.duties.values() if d.met}
    footing = notification.footing + 1
    return [
        NotificationReclassified(
            notification=notification.id,
            previous=notification.trigger_class,
            trigger_class=command.trigger_class,
            clock_starts_at=command.clock_starts_at,
        ),
        *_fall_away(gone, reason),
        *dispatching.withdrawn(notification.dispatches, notification.id, reason),
        *(
            duty_arises(notification.id, each, command.clock_starts_at, duty_of(notification.id, each.to, footing))
            for each in told
            if each.to not in has_it and open_duty(notification, each.to) is None
        ),
    ]


def _fall_away(all_: Iterable[Duty], reason: str) -> list[Event]:
    return [event for duty in all_ for event in duties.fell_away(duty, reason)]
