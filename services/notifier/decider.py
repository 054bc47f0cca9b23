"""The duty to notify: when it arises and for whom, who writes and who approves, what then goes out."""

from functools import partial
from uuid import UUID, uuid5

from services.notifier.arrival import consequences
from services.notifier.commands import (
    OFFICERS,
    REACTIONS,
    ApproveNotification,
    DraftNotification,
    OpenNotification,
    ReclassifyNotification,
)
from services.notifier.notification import Notification, duty_arises, evolve, open_duty
from services.notifier.reclassification import reclassified
from shared.decider import Command, Decider, Occasion, Refused
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.duties.life import Duty
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.notifier import NotificationApproved, NotificationDrafted, NotificationOpened
from shared.partnership import Partnership, Recipient
from shared.sealed import Sealed


def decide(
    partnership: Partnership, command: Command, notification: Notification, occasion: Occasion
) -> list[Event]:
    if isinstance(command, OpenNotification):
        return _open(partnership, command, notification, occasion)
    if isinstance(command, ReclassifyNotification):
        return reclassified(partnership, command, notification)
    if notification.id is None:
        raise Refused("no-such-case", "No notification is due on this case.")
    if isinstance(command, dispatching.COMMANDS):
        said = dispatching.decide(command, notification.dispatches, occasion)
        return said + consequences(partnership, notification, said)
    match command:
        case DraftNotification(narrative=narrative):
            return _draft(notification, notification.id, narrative, occasion.actor)
        case ApproveNotification(revision=revision):
            return _approve(partnership, notification, notification.id, revision, occasion.actor)
    return duties.decide(command, notification.duties, occasion)


def _open(
    partnership: Partnership, command: OpenNotification, notification: Notification, occasion: Occasion
) -> list[Event]:
    if notification.id:
        return []  # one notification per incident
    id_ = occasion.new_id("notification")
    opened = NotificationOpened(notification=id_, **command.model_dump())
    recipients = partnership.told_of(command.trigger_class)
    return [opened, *(duty_arises(id_, r, command.clock_starts_at, footing=0) for r in recipients)]


def _draft(notification: Notification, id_: UUID, narrative: str, drafter: str) -> list[Event]:
    if notification.withdrawn:
        raise Refused("withdrawn", "This notification was withdrawn.")
    if notification.approved:
        raise Refused("already-approved", "An approved text is immutable.")
    revision = notification.revision + 1
    return [
        NotificationDrafted(notification=id_, revision=revision, drafter=drafter, narrative=Sealed.of(narrative))
    ]


def _approve(
    partnership: Partnership, notification: Notification, id_: UUID, revision: int, approver: str
) -> list[Event]:
    if notification.approved == revision:
        return []
    if notification.withdrawn:
        raise Refused("withdrawn", "This notification was withdrawn.")
    if revision != notification.revision:
        raise Refused("not-the-latest-draft", "Only the latest draft can be approved.")
    if approver in notification.drafters.values():
        raise Refused("two-people", "Whoever drafted it cannot approve it.")
    approved = NotificationApproved(notification=id_, revision=revision)
    told = partnership.told_of(notification.trigger_class)
    direct = [r for r in told if not _goes_via(partnership, notification, r)]
    owed = [(r, duty) for r in direct if (duty := open_duty(notification, r.id))]
    return [approved, *(_dispatch(id_, recipient, duty, revision) for recipient, duty in owed)]


def _goes_via(partnership: Partnership, notification: Notification, recipient: Recipient) -> bool:
    """Told through another's system, if that other is told of this class at all."""
    told = {r.id for r in partnership.told_of(notification.trigger_class)}
    return recipient.via in told


def _dispatch(id_: UUID, recipient: Recipient, duty: Duty, revision: int) -> DispatchDue:
    return DispatchDue(
        dispatch=uuid5(id_, f"dispatch/{recipient.id}/{revision}"),
        purpose="notification",
        about=id_,
        recipient=recipient.id,
        channel=recipient.channel,
        revision=revision,
        due_on=duty.due.due_on,
    )


COMMANDS: tuple[type[Command], ...] = tuple(
    dict.fromkeys((*REACTIONS, *OFFICERS, *duties.COMMANDS, *dispatching.COMMANDS))
)


def notifier(partnership: Partnership) -> Decider[Notification]:
    return Decider(commands=COMMANDS, initial=Notification(), decide=partial(decide, partnership), evolve=evolve)
