"""Letting somebody in, and keeping somebody out: each by another person than the one whom it favours."""

from datetime import timedelta

from services.intake.need.commands import DeclareConflict, DeclareOwnConflict, EndAccess, EndConflict, GrantAccess
from services.intake.need.state import Needs
from shared.calendar import london_date
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.need import AccessEnded, AccessGranted, ConflictDeclared, ConflictEnded
from shared.need.persons import folded
from shared.sealed import Sealed

LONGEST = timedelta(days=366)  # local practice: whoever still needs it then is asked about it once a year


def grant(command: GrantAccess, needs: Needs, occasion: Occasion) -> list[Event]:
    if command.person == occasion.actor:
        raise Refused("own-grant", "Nobody lets themselves in: somebody else must grant it.", "/person")
    if needs.kept_out(command.person):
        raise Refused("conflict", "This person is kept out of the case by a conflict of interest.", "/person")
    today = london_date(occasion.at)
    if not today <= command.until_on <= today + LONGEST:
        raise Refused("time-boxed", "Its last day lies from today to a year from now.", "/until_on")
    standing = (it for id_, it in needs.grants.items() if id_ not in needs.ended)
    if any((it.person, it.purpose, it.until_on) == _asked(command) for it in standing):
        return _again(command)
    granted = AccessGranted(
        grant=occasion.new_id("grant"),
        person=command.person,
        purpose=command.purpose,
        until_on=command.until_on,
        mail_address=Sealed.of(command.mail_address) if command.mail_address else None,
    )
    return [granted]


def _asked(command: GrantAccess) -> tuple[object, ...]:
    return command.person, command.purpose, command.until_on


def _again(command: GrantAccess) -> list[Event]:
    """The same grant stands. An address that came with this one would be used by nobody, and nobody would know."""
    if command.mail_address:
        raise Refused(
            "grant-stands",
            "The same access was given already. To tell them of it by mail, or at another address, end that, and"
            " give it anew with the address.",
            "/mail_address",
        )
    return []


def end_access(command: EndAccess, needs: Needs) -> list[Event]:
    if command.grant not in needs.grants:
        raise Refused("no-such-grant", "No grant of this case has this id.", "/grant")
    return [] if command.grant in needs.ended else [AccessEnded(grant=command.grant)]


def declare(command: DeclareConflict | DeclareOwnConflict, needs: Needs, occasion: Occasion) -> list[Event]:
    """Of oneself by anybody, of others by who may let them in. Grants of the same person stand, and open nothing
    while it does.
    """
    person = command.person if isinstance(command, DeclareConflict) else occasion.actor
    standing = (it for id_, it in needs.conflicts.items() if id_ not in needs.ended)
    if any((folded(it.person), it.kind) == (folded(person), command.kind) for it in standing):
        return []  # the first reason stands
    said = {"person": person, "kind": command.kind, "reason": Sealed.of(command.reason)}
    return [ConflictDeclared.model_validate({"conflict": occasion.new_id("conflict"), **said})]


def end_conflict(command: EndConflict, needs: Needs, occasion: Occasion) -> list[Event]:
    found = needs.conflicts.get(command.conflict)
    if found is None:
        raise Refused("no-such-conflict", "No conflict on this case has this id.", "/conflict")
    if folded(found.person) == folded(occasion.actor):
        raise Refused("own-conflict", "Whom it keeps out cannot end it: somebody else must.", "/conflict")
    if command.conflict in needs.ended:
        return []
    return [ConflictEnded(conflict=command.conflict, reason=Sealed.of(command.reason))]
