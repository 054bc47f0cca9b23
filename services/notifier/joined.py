"""When intake merges the case into another, parts it again, or corrects a clock: what is then owed, and from when.

Of one incident there is one notification. The merged case's is superseded: what it still owed falls away, and what
was sent stays sent. Parted again it is owed as before, to whoever does not have it.
"""

from collections.abc import Iterable
from datetime import datetime

from services.notifier.approval import dispatches_to
from services.notifier.commands import RecountNotification, ReinstateNotification, SupersedeNotification
from services.notifier.notification import Notification, duty_arises, duty_of, open_duty
from services.notifier.owed import Owed, owed
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.notifier import NotificationRecounted, NotificationReinstated, NotificationSuperseded
from shared.partnership import Partnership

SUPERSEDED = "superseded: the case was merged into another"
RECOUNTED = "its clock was corrected"


def superseded(command: SupersedeNotification, notification: Notification) -> list[Event]:
    if notification.id is None or notification.withdrawn:
        return []
    return [
        NotificationSuperseded(notification=notification.id, into=command.into),
        *(event for duty in notification.duties.values() for event in duties.fell_away(duty, SUPERSEDED)),
        *dispatching.withdrawn(notification.dispatches, notification.id, SUPERSEDED),
    ]


def reinstated(
    partnership: Partnership, command: ReinstateNotification, notification: Notification
) -> list[Event]:
    """An approved text goes out again to those who did not have it."""
    if notification.id is None or not notification.withdrawn:
        return []
    told = owed(partnership, notification.trigger_class, notification.circumstances)
    has_it = {duty.owed_to for duty in notification.duties.values() if duty.met}
    missing = [each for each in told if each.to not in has_it]
    arisen = [_arises(notification, each, command.clock_starts_at) for each in missing]
    said = NotificationReinstated(notification=notification.id, clock_starts_at=command.clock_starts_at)
    return [said, *arisen, *dispatches_to(partnership, notification, _direct(partnership, notification, arisen))]


def recounted(partnership: Partnership, command: RecountNotification, notification: Notification) -> list[Event]:
    """What is still owed is owed by the new date, as another duty: the old one and its date stay on record."""
    before, now = notification.clock_starts_at, command.clock_starts_at
    if notification.id is None or notification.withdrawn or before is None or before == now:
        return []
    told = owed(partnership, notification.trigger_class, notification.circumstances)
    running = [(each, duty) for each in told if (duty := open_duty(notification, each.to))]
    if not running:
        return []
    return [
        NotificationRecounted(notification=notification.id, previous_clock_starts_at=before, clock_starts_at=now),
        *(event for _, duty in running for event in duties.fell_away(duty, RECOUNTED)),
        *(_arises(notification, each, now) for each, _ in running),
    ]


def _arises(notification: Notification, each: Owed, clock_starts_at: datetime) -> DutyArose:
    assert notification.id
    duty = duty_of(notification.id, each.to, notification.footing + 1)
    return duty_arises(notification.id, each, clock_starts_at, duty)


def _direct(
    partnership: Partnership, notification: Notification, arisen: Iterable[DutyArose]
) -> Iterable[DutyArose]:
    """Not to those who are told through another's system."""
    told = {recipient.id for recipient in partnership.told_of(notification.trigger_class)}
    through = {recipient.id for recipient in partnership.recipients if recipient.via in told}
    return [duty for duty in arisen if duty.owed_to not in through]
