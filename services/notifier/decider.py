"""The duty to notify: when it arises and for whom, when it is met, when it falls away."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial, reduce
from uuid import UUID, uuid5

from services.notifier.commands import (
    OFFICERS,
    REACTIONS,
    ApproveNotification,
    DraftNotification,
    OpenNotification,
    ReclassifyNotification,
)
from shared.calendar import london_date
from shared.decider import Command, Decider, Occasion, Refused
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatch, Dispatches
from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchHandedOver, DispatchReceived
from shared.events.duties import DutyArose
from shared.events.intake import TriggerClass
from shared.events.notifier import (
    NotificationApproved,
    NotificationDrafted,
    NotificationOpened,
    NotificationSubmitted,
    NotificationWithdrawn,
)
from shared.partnership import Partnership, Recipient
from shared.policy import policy_on
from shared.sealed import Sealed


@dataclass(frozen=True)
class Notification:
    """One per incident. `drafters` tells who wrote which revision: they may not approve it."""

    id: UUID | None = None
    trigger_class: TriggerClass = "D"
    incident_aware_at: datetime | None = None
    revision: int = 0
    approved: int = 0
    submitted: bool = False
    withdrawn: bool = False
    drafters: Mapping[int, str] = field(default_factory=dict)
    duties: Duties = field(default_factory=dict)
    dispatches: Dispatches = field(default_factory=dict)


def decide(
    partnership: Partnership, command: Command, notification: Notification, occasion: Occasion
) -> list[Event]:
    if isinstance(command, OpenNotification):
        return _open(partnership, command, notification, occasion)
    if isinstance(command, ReclassifyNotification):
        return _reclassified(command, notification)
    if notification.id is None:
        raise Refused("no-such-case", "No notification is due on this case.")
    if isinstance(command, dispatching.COMMANDS):
        said = dispatching.decide(command, notification.dispatches, occasion)
        return said + _consequences(partnership, notification, said)
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
    return [opened, *(_duty(id_, recipient, command.clock_starts_at) for recipient in recipients)]


def _duty(notification: UUID, recipient: Recipient, clock_starts_at: datetime) -> DutyArose:
    """Each recipient's own duty, by the policy in force when the clock started."""
    deadline = policy_on(london_date(clock_starts_at)).deadline("notification", clock_starts_at)
    return DutyArose(
        duty=duty_of(notification, recipient.id),
        about=notification,
        owed_to=recipient.id,
        strength=recipient.strength,
        due=deadline.due(),
    )


def duty_of(notification: UUID, recipient: str) -> UUID:
    return uuid5(notification, f"duty/{recipient}")


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
    direct = [
        r for r in partnership.told_of(notification.trigger_class) if not _goes_via(partnership, notification, r)
    ]
    return [approved, *(_dispatch(notification, id_, recipient, revision) for recipient in direct)]


def _goes_via(partnership: Partnership, notification: Notification, recipient: Recipient) -> bool:
    """Told through another's system, if that other is told of this class at all."""
    told = {r.id for r in partnership.told_of(notification.trigger_class)}
    return recipient.via in told


def _dispatch(notification: Notification, id_: UUID, recipient: Recipient, revision: int) -> DispatchDue:
    duty = notification.duties[duty_of(id_, recipient.id)]
    return DispatchDue(
        dispatch=uuid5(id_, f"dispatch/{recipient.id}/{revision}"),
        purpose="notification",
        about=id_,
        recipient=recipient.id,
        channel=recipient.channel,
        revision=revision,
        due_on=duty.due.due_on,
    )


def _consequences(partnership: Partnership, notification: Notification, said: list[Event]) -> list[Event]:
    """What it means that a dispatch arrived, by the hand-over or, where that was never noted, by a receipt."""
    found: list[Event] = []
    for event in said:
        match event:
            case (
                DispatchHandedOver(dispatch=id_, handed_over_at=at)
                | DispatchReceived(dispatch=id_, received_at=at)
            ):
                found += _arrived(partnership, notification, notification.dispatches[id_], at)
    return found + _not_again(notification, said)


def _arrived(
    partnership: Partnership, notification: Notification, dispatch: Dispatch, at: datetime
) -> list[Event]:
    """The recipient's duty is met, and those who are told through it."""
    to = dispatch.recipient
    found = duties.met(_duty_to(notification, to), at, f"dispatch {dispatch.id}")
    for recipient in partnership.told_of(notification.trigger_class):
        if recipient.via == to:
            found += duties.met(_duty_to(notification, recipient.id), at, f"via {to}")
    if partnership.recipient(to).role == "panel" and not notification.submitted:
        found.append(_submitted(notification, at))
    return found


def _not_again(notification: Notification, said: list[Event]) -> list[Event]:
    """What was on its way when the notification was withdrawn, and did not arrive, is not tried again."""
    if notification.id is None or not notification.withdrawn:
        return []
    after = reduce(evolve, said, notification)
    return dispatching.withdrawn(after.dispatches, notification.id, "the notification was withdrawn")


def _submitted(notification: Notification, at: datetime) -> NotificationSubmitted:
    assert notification.id and notification.incident_aware_at
    return NotificationSubmitted(
        notification=notification.id,
        trigger_class=notification.trigger_class,
        submitted_at=at,
        incident_aware_at=notification.incident_aware_at,
    )


def _duty_to(notification: Notification, recipient: str) -> Duty | None:
    assert notification.id
    return notification.duties.get(duty_of(notification.id, recipient))


def _reclassified(command: ReclassifyNotification, notification: Notification) -> list[Event]:
    """Before anything was sent to the Panel, the notification ends; afterwards what was sent stays sent."""
    if notification.id is None or notification.submitted or notification.withdrawn:
        return []
    reason = f"reclassified to {command.trigger_class}"
    fallen = [duties.fell_away(duty, reason) for duty in notification.duties.values()]
    return [
        NotificationWithdrawn(notification=notification.id, reason=reason),
        *(event for events in fallen for event in events),
        *dispatching.withdrawn(notification.dispatches, notification.id, reason),
    ]


def evolve(notification: Notification, event: Event) -> Notification:
    match event:
        case NotificationOpened():
            return replace(
                notification,
                id=event.notification,
                trigger_class=event.trigger_class,
                incident_aware_at=event.incident_aware_at,
            )
        case NotificationDrafted(revision=revision, drafter=drafter):
            drafters = {**notification.drafters, revision: drafter}
            return replace(notification, revision=revision, drafters=drafters)
        case NotificationApproved(revision=revision):
            return replace(notification, approved=revision)
        case NotificationSubmitted():
            return replace(notification, submitted=True)
        case NotificationWithdrawn():
            return replace(notification, withdrawn=True)
        case _:
            return replace(
                notification,
                duties=duties.evolve(notification.duties, event),
                dispatches=dispatching.evolve(notification.dispatches, event),
            )


COMMANDS: tuple[type[Command], ...] = tuple(
    dict.fromkeys((*REACTIONS, *OFFICERS, *duties.COMMANDS, *dispatching.COMMANDS))
)


def notifier(partnership: Partnership) -> Decider[Notification]:
    return Decider(commands=COMMANDS, initial=Notification(), decide=partial(decide, partnership), evolve=evolve)
