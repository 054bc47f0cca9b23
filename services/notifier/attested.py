"""Duties that nothing can be sent for: a person tells somebody, and attests it; or it was not practicable."""

from uuid import UUID

from services.notifier.commands import AttestNotPracticable, AttestTold
from services.notifier.notification import Notification
from services.notifier.owed import AUTHORITY, PARENTS
from shared.decider import Occasion, Refused, not_in_the_future
from shared.duties import life as duties
from shared.duties.life import Duty
from shared.events.base import Event
from shared.events.notifier import NotPracticableToTell, ToldInPerson
from shared.sealed import Sealed


def attest_told(command: AttestTold, notification: Notification, occasion: Occasion) -> list[Event]:
    """Judged late or not by the London date of the telling, not of the attestation."""
    duty = _duty(notification, command.duty)
    if duty.met:
        return []
    not_in_the_future(command.told_at, "told_at", occasion)
    _must_be_open(duty)
    assert notification.id
    told = ToldInPerson(
        notification=notification.id,
        duty=duty.id,
        told_by=command.told_by,
        told_at=command.told_at,
        account=Sealed.of(command.account),
    )
    return [told, *duties.met(duty, command.told_at, f"told by {command.told_by}")]


def attest_not_practicable(command: AttestNotPracticable, notification: Notification) -> list[Event]:
    """Only the parents are told "so far as is reasonably practicable"; nobody else's duty ends so."""
    duty = _duty(notification, command.duty)
    if duty.owed_to != PARENTS:
        detail = "Only telling the parents is owed so far as is reasonably practicable; others are told."
        raise Refused("parents-only", detail, "/duty")
    if not duty.open and not duty.met:
        return []
    _must_be_open(duty)
    assert notification.id
    found = NotPracticableToTell(notification=notification.id, duty=duty.id, reason=Sealed.of(command.reason))
    return [found, *duties.fell_away(duty, "not reasonably practicable")]


def _duty(notification: Notification, id_: UUID) -> Duty:
    duty = notification.duties.get(id_)
    if duty is None:
        raise Refused("no-such-duty", "There is no duty with this id on this case.", "/duty")
    if duty.owed_to != PARENTS and not duty.owed_to.startswith(AUTHORITY):
        detail = "This recipient is sent the notification, and what became of its dispatch is the evidence."
        raise Refused("sent-not-told", detail, "/duty")
    return duty


def _must_be_open(duty: Duty) -> None:
    if not duty.open:
        raise Refused("not-owed", "This duty was met or fell away, and is no longer owed.", "/duty")
