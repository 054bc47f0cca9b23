"""What it means that something arrived: duties met, and the Panel told."""

from datetime import datetime
from functools import reduce
from uuid import UUID

from services.notifier.notification import Notification, evolve, open_duty
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatch
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.dispatch import DispatchHandedOver, DispatchReceived, DispatchRefused
from shared.events.duties import DutyFellAway
from shared.events.notifier import NotificationRefused, NotificationSubmitted
from shared.partnership import Partnership

WITHDRAWN = "the notification was withdrawn"


def consequences(partnership: Partnership, notification: Notification, said: list[Event]) -> list[Event]:
    """What it means that a dispatch arrived, by the hand-over or, where that was never noted, by a receipt."""
    found: list[Event] = []
    for event in said:
        if _of_a_supplement(notification, event):
            continue  # what is told besides meets no duty, and its refusal opens none
        match event:
            case (
                DispatchHandedOver(dispatch=id_, handed_over_at=at)
                | DispatchReceived(dispatch=id_, received_at=at)
            ):
                found += _arrived(partnership, notification, notification.dispatches[id_], at)
            case DispatchRefused(dispatch=id_, refused_at=at):
                found += _came_back(partnership, notification, notification.dispatches[id_], at)
    return found + _not_again(notification, said)


def _of_a_supplement(notification: Notification, event: Event) -> bool:
    it = notification.dispatches.get(getattr(event, "dispatch", None) or UUID(int=0))
    return it is not None and it.supplement > 0


def _arrived(
    partnership: Partnership, notification: Notification, dispatch: Dispatch, at: datetime
) -> list[Event]:
    """The recipient's duty is met, and those who are told through it."""
    to = dispatch.recipient
    found = duties.met(open_duty(notification, to), at, f"dispatch {dispatch.id}")
    for recipient in partnership.told_of(notification.trigger_class):
        if recipient.via == to:
            found += duties.met(open_duty(notification, recipient.id), at, f"via {to}")
    if partnership.recipient(to).role == "panel" and not notification.submitted:
        found.append(_submitted(notification, at))
    return found


def _came_back(
    partnership: Partnership, notification: Notification, dispatch: Dispatch, at: datetime
) -> list[Event]:
    """What this dispatch met is owed again, and so is what was met through its recipient."""
    evidence = (f"dispatch {dispatch.id}", f"via {dispatch.recipient}")
    found: list[Event] = []
    if notification.id and notification.submitted and partnership.recipient(dispatch.recipient).role == "panel":
        found.append(NotificationRefused(notification=notification.id, refused_at=at))
    for duty in notification.duties.values():
        for each in evidence:
            again = duties.reopened(duty, each, at, "what met it was refused")
            found += again
            if again and notification.withdrawn:
                found.append(DutyFellAway(duty=duty.id, reason=WITHDRAWN))  # what was withdrawn is owed to nobody
    return found


def _not_again(notification: Notification, said: list[Event]) -> list[Event]:
    """What was on its way when the notification was withdrawn, and did not arrive, is not tried again."""
    if notification.id is None or not notification.withdrawn:
        return []
    after = reduce(evolve, said, notification)
    return dispatching.withdrawn(after.dispatches, notification.id, WITHDRAWN)


def _submitted(notification: Notification, at: datetime) -> NotificationSubmitted:
    assert notification.id and notification.incident_aware_at
    return NotificationSubmitted(
        notification=notification.id,
        trigger_class=notification.trigger_class,
        submitted_at=at,
        incident_aware_at=notification.incident_aware_at,
    )
