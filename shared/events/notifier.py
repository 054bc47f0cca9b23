"""Facts owned by the notifier. Topic: notifier.events."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.events import dispatch, duties, recipients
from shared.events.base import QUARANTINE, Event, Vocabulary
from shared.events.intake import TriggerClass
from shared.sealed import Sealed

Connection = Literal["home", "incident", "placing"]  # where the child lives, where it happened, who placed it


class Concerned(BaseModel):
    """Another English authority that is to be told, and what it has to do with the child."""

    model_config = ConfigDict(frozen=True)

    la_code: str
    connection: Connection


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
    """The Panel has it. From here a rapid review is owed (class A); after a refusal, from the new one."""

    notification: UUID
    trigger_class: TriggerClass
    submitted_at: AwareDatetime
    incident_aware_at: AwareDatetime


class NotificationRefused(Event):
    """The Panel sent back what it had: it counts as not submitted, until it has it after all."""

    notification: UUID
    refused_at: AwareDatetime


class NotificationReclassified(Event):
    """It stands on another footing: others must be told, and a new text must be approved."""

    notification: UUID
    previous: TriggerClass
    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime | None = None  # what duties that arise from here on run from


class NotificationWithdrawn(Event):
    """The criteria turned out not to be met before the Panel had it. What was sent stays sent."""

    notification: UUID
    reason: str


class NotificationSuperseded(Event):
    """The case was merged into another, whose notification stands for both. What was sent stays sent."""

    notification: UUID
    into: str  # our reference of the other case


class NotificationReinstated(Event):
    """The merge was undone: it is owed again, from its own clock, to whoever does not have it."""

    notification: UUID
    clock_starts_at: AwareDatetime


class NotificationRecounted(Event):
    """A time was corrected after the decision. What is still owed has another date; the old duties fell away."""

    notification: UUID
    previous_clock_starts_at: AwareDatetime
    clock_starts_at: AwareDatetime


class CircumstancesNoted(Event):
    """What decides who else is told: a looked-after child's parents, and the other authorities concerned."""

    notification: UUID
    looked_after: bool
    died: bool
    others: tuple[Concerned, ...]


class ToldInPerson(Event):
    """Somebody told those whom nothing can be sent to, and attests it. Meets the duty."""

    notification: UUID
    duty: UUID
    told_by: str
    told_at: AwareDatetime
    account: Sealed[str]


class NotPracticableToTell(Event):
    """The parents could not be told, for this reason: the law asks for what is reasonably practicable."""

    notification: UUID
    duty: UUID
    reason: Sealed[str]


class SupplementDrafted(Event):
    """What is new since the submission. Numbered from 1; a later draft of the same number replaces this one."""

    notification: UUID
    number: int
    drafter: str
    information: Sealed[str]


class SupplementApproved(Event):
    """Somebody other than its drafters let it go out to those who have the notification. No clock starts."""

    notification: UUID
    number: int


class NotificationClosed(Event):
    """All that was owed is done, and what was late is explained."""

    notification: UUID


NOTIFIER = Vocabulary.of(
    "notifier",
    NotificationOpened,
    NotificationDrafted,
    NotificationApproved,
    NotificationSubmitted,
    NotificationRefused,
    NotificationReclassified,
    NotificationWithdrawn,
    NotificationSuperseded,
    NotificationReinstated,
    NotificationRecounted,
    CircumstancesNoted,
    ToldInPerson,
    NotPracticableToTell,
    SupplementDrafted,
    SupplementApproved,
    NotificationClosed,
    *QUARANTINE,
    *duties.EVENTS,
    *dispatch.EVENTS,
    *recipients.EVENTS,
    upcasters={**dispatch.upcasters("notifier"), **duties.upcasters("notifier")},
)
