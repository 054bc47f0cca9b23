"""What turns out about the child after the notification was opened: others are owed it, or no longer."""

from dataclasses import replace

from services.notifier.approval import dispatches_to
from services.notifier.commands import ConcernAuthority, NoteCircumstances
from services.notifier.notification import Notification, duty_arises, next_duty, open_duty
from services.notifier.owed import Circumstances, owed
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.notifier import CircumstancesNoted, Concerned
from shared.partnership import Partnership

NO_LONGER = "no longer concerned"


def noted(partnership: Partnership, command: NoteCircumstances, notification: Notification) -> list[Event]:
    """Of the other authorities, those that an officer named beside the recorded jurisdiction stay."""
    if notification.id is None:
        return []  # nothing is owed yet: what is known then comes with the decision
    now = notification.circumstances
    if command.others is not None:
        placing = tuple(it for it in now.others if it.connection == "placing")
        now = replace(now, others=once(*command.others, *placing))
    if command.looked_after is not None:
        now = replace(now, looked_after=command.looked_after)
    return _changed(partnership, notification, replace(now, died=now.died or command.died))


def concerned(partnership: Partnership, command: ConcernAuthority, notification: Notification) -> list[Event]:
    new = Concerned(la_code=command.la_code, connection=command.connection)
    now = notification.circumstances
    return _changed(partnership, notification, replace(now, others=once(*now.others, new)))


def once(*others: Concerned) -> tuple[Concerned, ...]:
    """Each authority is told once, whatever it has to do with the child."""
    found: dict[str, Concerned] = {}
    for other in others:
        found.setdefault(other.la_code, other)
    return tuple(found.values())


def _changed(partnership: Partnership, notification: Notification, now: Circumstances) -> list[Event]:
    if now == notification.circumstances:
        return []
    assert notification.id
    said = CircumstancesNoted(
        notification=notification.id, looked_after=now.looked_after, died=now.died, others=now.others
    )
    return [said] if notification.withdrawn else [said, *_others(partnership, notification, now)]


def _others(partnership: Partnership, notification: Notification, now: Circumstances) -> list[Event]:
    """Whoever was told stays told. What is owed anew runs from the notification's own clock."""
    assert notification.id and notification.clock_starts_at
    before = owed(partnership, notification.trigger_class, notification.circumstances)
    after = owed(partnership, notification.trigger_class, now)
    still = {each.to for each in after}
    gone = [each.to for each in before if each.to not in still]
    known = {duty.owed_to for duty in notification.duties.values() if duty.open or duty.met}
    arisen = [
        duty_arises(
            notification.id, each, notification.clock_starts_at, next_duty(notification, notification.id, each.to)
        )
        for each in after
        if each.to not in known
    ]
    fallen = [event for to in gone for event in duties.fell_away(open_duty(notification, to), NO_LONGER)]
    unsent = {id_: it for id_, it in notification.dispatches.items() if it.recipient in gone}
    return [
        *fallen,
        *dispatching.withdrawn(unsent, notification.id, NO_LONGER),
        *arisen,
        *dispatches_to(partnership, notification, arisen),
    ]
