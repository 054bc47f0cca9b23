"""Facts owned by the notifier. Topic: notifier.events."""

from uuid import UUID

from pydantic import AwareDatetime

from shared.events import dispatch, duties, recipients
from shared.events.base import QUARANTINE, Event, Vocabulary
from shared.events.intake import TriggerClass
from shared.sealed import Sealed


class NotificationOpened(Event):
    """The authority decided to notify: one notification per incident."""

    notification: UUID
    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime
    incident_aware_at: AwareDatetime


class NotificationDrafted(Event):
    """A version of the text. Submitted versions are immutable; a new draft is a new revision."""

    notification: UUID
    revision: int
    drafter: str
    narrative: Sealed[str]


class NotificationApproved(Event):
    """Somebody other than the drafter, with the authority's power to decide, let it go out."""

    notification: UUID
    revision: int


class NotificationSubmitted(Event):
    """The first hand-over to the Panel. From here a rapid review is owed (class A)."""

    notification: UUID
    trigger_class: TriggerClass
    submitted_at: AwareDatetime
    incident_aware_at: AwareDatetime


class NotificationReclassified(Event):
    """It stands on another footing: others must be told, and a new text must be approved."""

    notification: UUID
    previous: TriggerClass
    trigger_class: TriggerClass


class NotificationWithdrawn(Event):
    """The criteria turned out not to be met before the Panel had it. What was sent stays sent."""

    notification: UUID
    reason: str


NOTIFIER = Vocabulary.of(
    "notifier",
    NotificationOpened,
    NotificationDrafted,
    NotificationApproved,
    NotificationSubmitted,
    NotificationReclassified,
    NotificationWithdrawn,
    *QUARANTINE,
    *duties.EVENTS,
    *dispatch.EVENTS,
    *recipients.EVENTS,
    upcasters=dispatch.upcasters("notifier"),
)
