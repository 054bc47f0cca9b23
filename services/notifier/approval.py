"""Who writes the account and who lets it go out, and to whom it then goes."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from services.notifier.notification import Notification, open_duty
from shared.deadline import Due
from shared.decider import Refused
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.duties import DutyArose
from shared.events.notifier import NotificationApproved, NotificationDrafted
from shared.partnership import Partnership
from shared.recipients import Recipient
from shared.sealed import Sealed

WITHDRAWN = "This notification was withdrawn: nobody is notified of this incident any more."


def draft(notification: Notification, id_: UUID, narrative: str, drafter: str) -> list[Event]:
    if notification.withdrawn:
        raise Refused("withdrawn", WITHDRAWN)
    if notification.approved:
        raise Refused(
            "already-approved",
            "An approved text is immutable; what is new goes as a supplement, by draft-supplement.",
        )
    revision = notification.revision + 1
    return [
        NotificationDrafted(notification=id_, revision=revision, drafter=drafter, narrative=Sealed.of(narrative))
    ]


def approve(
    partnership: Partnership, notification: Notification, id_: UUID, revision: int, approver: str
) -> list[Event]:
    if notification.approved == revision:
        return []
    if notification.withdrawn:
        raise Refused("withdrawn", WITHDRAWN)
    if revision != notification.revision:
        detail = "Only the latest draft can be approved: read it, and name its revision."
        raise Refused("not-the-latest-draft", detail, "/revision")
    if approver in notification.drafters.values():
        raise Refused("two-people", "Whoever drafted it cannot approve it: another person does.")
    approved = NotificationApproved(notification=id_, revision=revision)
    owed = [
        _dispatch(notification, id_, recipient, revision, duty.due)
        for recipient in _direct(partnership, notification)
        if (duty := open_duty(notification, recipient.id))
    ]
    return [approved, *owed]


def dispatches_to(
    partnership: Partnership, notification: Notification, arisen: Iterable[DutyArose]
) -> list[Event]:
    """To those who are owed it only now: what was approved, if it was."""
    if notification.id is None or not notification.approved:
        return []
    configured = {recipient.id: recipient for recipient in partnership.recipients}
    return [
        _dispatch(notification, notification.id, to, notification.approved, duty.due)
        for duty in arisen
        if (to := configured.get(duty.owed_to))
    ]


def _direct(partnership: Partnership, notification: Notification) -> list[Recipient]:
    """Not those told through another's system, if that other is told of this class at all."""
    told = {recipient.id for recipient in partnership.told_of(notification.trigger_class)}
    return [recipient for recipient in partnership.recipients if recipient.via not in told]


def _dispatch(notification: Notification, id_: UUID, recipient: Recipient, revision: int, due: Due) -> DispatchDue:
    return DispatchDue(
        dispatch=_dispatch_id(notification, id_, recipient.id, revision),
        purpose="notification",
        about=id_,
        recipient=recipient.id,
        channel=recipient.channel,
        revision=revision,
        due_on=due.due_on,
        calendar=due.calendar,
    )


def _dispatch_id(notification: Notification, id_: UUID, to: str, revision: int) -> UUID:
    """One that was withdrawn before it left is another dispatch when it is owed again."""
    name = f"dispatch/{to}/{revision}"
    if uuid5(id_, name) not in notification.dispatches:
        return uuid5(id_, name)
    return uuid5(id_, f"{name}/{len(notification.dispatches)}")
