"""A notification's state: what it is, who is owed it, what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid5

from services.notifier.owed import Circumstances, Owed
from shared.calendar import london_date
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyReopened
from shared.events.intake import TriggerClass
from shared.events.notifier import (
    CircumstancesNoted,
    NotificationApproved,
    NotificationClosed,
    NotificationDrafted,
    NotificationOpened,
    NotificationReclassified,
    NotificationRecounted,
    NotificationRefused,
    NotificationReinstated,
    NotificationSubmitted,
    NotificationSuperseded,
    NotificationWithdrawn,
    SupplementApproved,
    SupplementDrafted,
)
from shared.policy import policy_on


@dataclass(frozen=True)
class Notification:
    """One per incident. `drafters` tells who wrote which revision; `footing` counts reclassifications."""

    id: UUID | None = None
    trigger_class: TriggerClass = "D"
    clock_starts_at: datetime | None = None
    incident_aware_at: datetime | None = None
    circumstances: Circumstances = field(default_factory=Circumstances)
    revision: int = 0
    approved: int = 0
    submitted: bool = False
    withdrawn: bool = False
    closed: bool = False
    footing: int = 0
    drafters: Mapping[int, str] = field(default_factory=dict)
    supplements: int = 0  # approved
    supplement_drafters: frozenset[str] = frozenset()  # of the one that is not approved yet
    duties: Duties = field(default_factory=dict)
    dispatches: Dispatches = field(default_factory=dict)


def duty_arises(notification: UUID, owed: Owed, clock_starts_at: datetime, duty: UUID) -> DutyArose:
    """Each recipient's own duty, by the policy in force when the clock started."""
    deadline = policy_on(london_date(clock_starts_at)).deadline("notification", clock_starts_at)
    return DutyArose(duty=duty, about=notification, owed_to=owed.to, strength=owed.strength, due=deadline.due())


def duty_of(notification: UUID, recipient: str, footing: int = 0) -> UUID:
    """A duty that arises again on another footing is another duty."""
    return uuid5(notification, f"duty/{recipient}/{footing}" if footing else f"duty/{recipient}")


def next_duty(notification: Notification, id_: UUID, recipient: str) -> UUID:
    """So is one that arises again because the recipient is concerned after all."""
    before = sum(duty.owed_to == recipient for duty in notification.duties.values())
    return uuid5(id_, f"duty/{recipient}/again/{before}") if before else duty_of(id_, recipient)


def open_duty(notification: Notification, recipient: str) -> Duty | None:
    """What is still owed to this recipient."""
    still = [duty for duty in notification.duties.values() if duty.owed_to == recipient and duty.open]
    return still[0] if still else None


def evolve(notification: Notification, event: Event) -> Notification:
    match event:
        case NotificationOpened():
            return replace(
                notification,
                id=event.notification,
                trigger_class=event.trigger_class,
                clock_starts_at=event.clock_starts_at,
                incident_aware_at=event.incident_aware_at,
            )
        case NotificationSubmitted():
            return replace(notification, submitted=True)
        case NotificationRefused():
            return replace(notification, submitted=False)
        case NotificationReclassified():
            return replace(
                notification,
                trigger_class=event.trigger_class,
                clock_starts_at=event.clock_starts_at or notification.clock_starts_at,
                footing=notification.footing + 1,
                approved=0,
                withdrawn=False,
                closed=False,
            )
        case NotificationWithdrawn() | NotificationSuperseded():
            return replace(notification, withdrawn=True)
        case NotificationReinstated(clock_starts_at=at) | NotificationRecounted(clock_starts_at=at):
            footing = notification.footing + 1
            return replace(notification, withdrawn=False, clock_starts_at=at, footing=footing, closed=False)
        case NotificationClosed():
            return replace(notification, closed=True)
        case CircumstancesNoted(looked_after=looked_after, died=died, others=others):
            return replace(notification, circumstances=Circumstances(looked_after, died, others))
    return _of_the_text(notification, event)


def _of_the_text(notification: Notification, event: Event) -> Notification:
    match event:
        case NotificationDrafted(revision=revision, drafter=drafter):
            drafters = {**notification.drafters, revision: drafter}
            return replace(notification, revision=revision, drafters=drafters)
        case NotificationApproved(revision=revision):
            return replace(notification, approved=revision)
        case SupplementDrafted(drafter=drafter):
            return replace(notification, supplement_drafters=notification.supplement_drafters | {drafter})
        case SupplementApproved(number=number):
            return replace(notification, supplements=number, supplement_drafters=frozenset())
    return replace(
        notification,
        closed=notification.closed and not isinstance(event, DutyArose | DutyReopened),
        duties=duties.evolve(notification.duties, event),
        dispatches=dispatching.evolve(notification.dispatches, event),
    )
