"""The duty to notify: when it arises and for whom, who writes and who approves, what then goes out."""

from functools import partial
from uuid import UUID

from services.notifier import approval, inviting, supplementing
from services.notifier.arrival import consequences
from services.notifier.attested import attest_not_practicable, attest_told
from services.notifier.circumstances import concerned, noted, once
from services.notifier.closing import close
from services.notifier.commands import (
    OFFICERS,
    REACTIONS,
    ApproveNotification,
    ApproveSupplement,
    AttestNotPracticable,
    AttestTold,
    CloseNotification,
    ConcernAuthority,
    DraftNotification,
    DraftSupplement,
    NoteCircumstances,
    OpenNotification,
    ReclassifyNotification,
    RecountNotification,
    ReinstateNotification,
    SupersedeNotification,
)
from services.notifier.dated import not_before_awareness
from services.notifier.joined import recounted, reinstated, superseded
from services.notifier.notification import Notification, duty_arises, duty_of, evolve
from services.notifier.owed import Circumstances, owed
from services.notifier.reclassification import reclassified
from shared.decider import Command, Decider, Occasion, Refused
from shared.dispatch import life as dispatching
from shared.dispatch.redating import with_dispatches
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.notifier import CircumstancesNoted, NotificationOpened
from shared.partnership import Partnership

OF_THE_TEXT = (DraftNotification, ApproveNotification, DraftSupplement, ApproveSupplement)
CASE = (ConcernAuthority, AttestTold, AttestNotPracticable, CloseNotification)


def decide(
    partnership: Partnership, command: Command, notification: Notification, occasion: Occasion
) -> list[Event]:
    if isinstance(command, REACTIONS):
        return _intake_said(partnership, command, notification, occasion)
    if isinstance(command, inviting.COMMANDS):
        return inviting.decide(command, notification.dispatches)
    if inviting.is_invitation(notification.dispatches, command):
        return dispatching.decide(command, notification.dispatches, occasion)
    if notification.id is None:
        raise Refused("no-such-case", "No notification is due on this case.")
    not_before_awareness(command, notification)
    if isinstance(command, dispatching.COMMANDS):
        said = dispatching.decide(command, notification.dispatches, occasion)
        return said + consequences(partnership, notification, said)
    if isinstance(command, OF_THE_TEXT):
        return _of_the_text(partnership, command, notification, notification.id, occasion.actor)
    if isinstance(command, CASE):
        return _of_the_case(partnership, command, notification, occasion)
    said = duties.decide(command, notification.duties, occasion)
    return with_dispatches(said, notification.duties, notification.dispatches)


def _of_the_text(
    partnership: Partnership, command: Command, notification: Notification, id_: UUID, actor: str
) -> list[Event]:
    """Written by one person, let out by another."""
    match command:
        case DraftNotification(narrative=narrative):
            return approval.draft(notification, id_, narrative, actor)
        case ApproveNotification(revision=revision):
            return approval.approve(partnership, notification, id_, revision, actor)
        case DraftSupplement(information=information):
            return supplementing.draft(notification, id_, information, actor)
        case ApproveSupplement(number=number):
            return supplementing.approve(partnership, notification, id_, number, actor)
    return []


def _of_the_case(
    partnership: Partnership, command: Command, notification: Notification, occasion: Occasion
) -> list[Event]:
    """Who else is told, whom a person told, and the end."""
    match command:
        case ConcernAuthority():
            return concerned(partnership, command, notification)
        case AttestTold():
            return attest_told(command, notification, occasion)
        case AttestNotPracticable():
            return attest_not_practicable(command, notification)
        case CloseNotification():
            return close(notification)
    return []


def _intake_said(
    partnership: Partnership, command: Command, notification: Notification, occasion: Occasion
) -> list[Event]:
    match command:
        case OpenNotification():
            return _open(partnership, command, notification, occasion)
        case ReclassifyNotification():
            return reclassified(partnership, command, notification)
        case NoteCircumstances():
            return noted(partnership, command, notification)
        case SupersedeNotification():
            return superseded(command, notification)
        case ReinstateNotification():
            return reinstated(partnership, command, notification)
        case RecountNotification():
            return recounted(partnership, command, notification)
    return []


def _open(
    partnership: Partnership, command: OpenNotification, notification: Notification, occasion: Occasion
) -> list[Event]:
    if notification.id:
        return []  # one notification per incident
    id_ = occasion.new_id("notification")
    others = once(*command.others)
    known = Circumstances(command.looked_after, command.died, others)
    opened = NotificationOpened(
        notification=id_,
        trigger_class=command.trigger_class,
        clock_starts_at=command.clock_starts_at,
        incident_aware_at=command.incident_aware_at,
    )
    noted = CircumstancesNoted(
        notification=id_, looked_after=known.looked_after, died=known.died, others=known.others
    )
    recipients = owed(partnership, command.trigger_class, known)
    arisen = [duty_arises(id_, each, command.clock_starts_at, duty_of(id_, each.to)) for each in recipients]
    return [opened, *([] if known == Circumstances() else [noted]), *arisen]


COMMANDS: tuple[type[Command], ...] = tuple(
    dict.fromkeys((*REACTIONS, *inviting.COMMANDS, *OFFICERS, *duties.COMMANDS, *dispatching.COMMANDS))
)


def notifier(partnership: Partnership) -> Decider[Notification]:
    return Decider(commands=COMMANDS, initial=Notification(), decide=partial(decide, partnership), evolve=evolve)
