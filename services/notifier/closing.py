"""The end of a notification: everything that was owed is done, and what was late is explained."""

from services.notifier.notification import Notification
from shared.decider import Refused
from shared.events.base import Event
from shared.events.notifier import NotificationClosed


def close(notification: Notification) -> list[Event]:
    """Being late never blocked the sending; here it must be explained (by W7's count even 0 working days)."""
    if notification.closed:
        return []
    assert notification.id
    if not notification.withdrawn and not notification.approved:
        raise Refused("not-approved", "No draft was approved, so nobody was told: approve-notification first.")
    if any(duty.open for duty in notification.duties.values()):
        raise Refused("still-owed", "Somebody is still owed this notification: /duties names whom.")
    if any(duty.met and duty.late and not duty.explained for duty in notification.duties.values()):
        raise Refused(
            "explain-lateness", "A duty was met late, and nobody has explained why: explain-lateness first."
        )
    return [NotificationClosed(notification=notification.id)]
