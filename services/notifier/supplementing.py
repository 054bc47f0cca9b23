"""What is new after the submission: drafted by one person, approved by another, sent to those who have the notice.

What was submitted is never changed, and a supplement has no clock of its own: it meets no duty and opens none.
"""

from uuid import UUID, uuid5

from services.notifier.notification import Notification
from shared.decider import Refused
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.notifier import SupplementApproved, SupplementDrafted
from shared.partnership import Partnership
from shared.sealed import Sealed

HAVE_IT = ("handed over", "received", "validated")


def draft(notification: Notification, id_: UUID, information: str, drafter: str) -> list[Event]:
    """Until it is approved, a later draft replaces an earlier one of the same number."""
    if not _told(notification):
        raise Refused(
            "not-submitted",
            "Nobody has the notification yet: what is new belongs into its draft, by draft-notification.",
        )
    return [
        SupplementDrafted(
            notification=id_,
            number=notification.supplements + 1,
            drafter=drafter,
            information=Sealed.of(information),
        )
    ]


def approve(
    partnership: Partnership, notification: Notification, id_: UUID, number: int, approver: str
) -> list[Event]:
    if 1 <= number <= notification.supplements:
        return []
    if number != notification.supplements + 1 or not notification.supplement_drafters:
        detail = "No draft of a supplement with this number waits to be approved; draft-supplement makes one."
        raise Refused("not-the-latest-draft", detail, "/number")
    if approver in notification.supplement_drafters:
        raise Refused("two-people", "Whoever drafted it cannot approve it: another person does.")
    sent = [
        DispatchDue(
            dispatch=uuid5(id_, f"supplement/{recipient.id}/{number}"),
            purpose="notification",
            about=id_,
            recipient=recipient.id,
            channel=recipient.channel,
            revision=number,
            supplement=number,
        )
        for recipient in partnership.recipients
        if recipient.id in _told(notification)
    ]
    return [SupplementApproved(notification=id_, number=number), *sent]


def _told(notification: Notification) -> set[str]:
    """Those who have the notification itself."""
    return {it.recipient for it in notification.dispatches.values() if not it.supplement and it.state in HAVE_IT}
