"""Changing how a recipient is reached: one person proposes, another confirms; until then it stays as it is.

A recipient's address decides where children's details go, so nobody changes it alone.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from shared.decider import Command, Decider, Occasion, Refused
from shared.edge import Name, Reasons
from shared.events.base import Event
from shared.events.dispatch import Channel
from shared.events.recipients import RecipientChangeConfirmed, RecipientChangeDropped, RecipientChangeProposed
from shared.partnership import Partnership
from shared.recipients import wrong_address
from shared.sealed import Sealed


class ProposeRecipientChange(Command):
    """From now on this recipient is to be reached so. Nothing changes before somebody else confirms it."""

    recipient: Name
    channel: Channel
    address: Name
    reason: Reasons


class ConfirmRecipientChange(Command):
    """By somebody other than the proposer, who has checked the address with the recipient."""

    recipient: Name
    change: UUID


class DropRecipientChange(Command):
    """It is not to be."""

    recipient: Name
    change: UUID
    reason: Reasons


@dataclass(frozen=True)
class Changes:
    """Of one recipient: what waits for a second person, and what was settled."""

    proposed: RecipientChangeProposed | None = None
    confirmed: frozenset[UUID] = frozenset()
    dropped: frozenset[UUID] = frozenset()


def subject_of(recipient: str) -> str:
    return f"recipients/{recipient}"


def decide(
    partnership: Partnership, signed: Collection[str], command: Command, changes: Changes, occasion: Occasion
) -> list[Event]:
    match command:
        case ProposeRecipientChange():
            _must_be_possible(partnership, signed, command)
            return _propose(command, changes, occasion)
        case ConfirmRecipientChange():
            return _confirm(command, changes, occasion.actor)
        case DropRecipientChange():
            return _drop(command, changes)
    return []


def _must_be_possible(partnership: Partnership, signed: Collection[str], command: ProposeRecipientChange) -> None:
    if command.recipient not in {recipient.id for recipient in partnership.reached()}:
        raise Refused("no-such-recipient", "The partnership's file knows no recipient with this id.", "/recipient")
    if command.channel == "file":
        detail = "A folder is set in the partnership's file, by whoever runs the machine."
        raise Refused("by-file-only", detail, "/channel")
    wrong = wrong_address(command.channel, command.address)
    if wrong:
        raise Refused("wrong-address", f"For this channel the address {wrong}.", "/address")
    if command.channel == "webhook" and command.recipient not in signed:
        detail = (
            "There is no secret yet to sign this recipient's webhooks with: whoever runs the machine sets one."
        )
        raise Refused("no-secret", detail, "/channel")


def _propose(command: ProposeRecipientChange, changes: Changes, occasion: Occasion) -> list[Event]:
    before = changes.proposed
    if before and (before.channel, before.address, before.proposer) == (
        command.channel,
        command.address,
        occasion.actor,
    ):
        return []  # it waits already
    return [
        RecipientChangeProposed(
            change=occasion.new_id("change"),
            recipient=command.recipient,
            channel=command.channel,
            address=command.address,
            proposer=occasion.actor,
            reason=Sealed.of(command.reason),
        )
    ]


def _confirm(command: ConfirmRecipientChange, changes: Changes, actor: str) -> list[Event]:
    if command.change in changes.confirmed:
        return []
    proposed = _proposed(command.change, changes)
    if actor == proposed.proposer:
        raise Refused("two-people", "Whoever proposed it cannot confirm it: another person does.")
    return [
        RecipientChangeConfirmed(
            change=proposed.change,
            recipient=proposed.recipient,
            channel=proposed.channel,
            address=proposed.address,
        )
    ]


def _drop(command: DropRecipientChange, changes: Changes) -> list[Event]:
    if command.change in changes.dropped:
        return []
    proposed = _proposed(command.change, changes)
    return [
        RecipientChangeDropped(
            change=proposed.change, recipient=proposed.recipient, reason=Sealed.of(command.reason)
        )
    ]


def _proposed(change: UUID, changes: Changes) -> RecipientChangeProposed:
    if changes.proposed is None or changes.proposed.change != change:
        raise Refused("no-such-change", "No change with this id waits to be confirmed.", "/change")
    return changes.proposed


def evolve(changes: Changes, event: Event) -> Changes:
    match event:
        case RecipientChangeProposed():
            return replace(changes, proposed=event)
        case RecipientChangeConfirmed(change=change):
            return replace(changes, proposed=None, confirmed=changes.confirmed | {change})
        case RecipientChangeDropped(change=change):
            return replace(changes, proposed=None, dropped=changes.dropped | {change})
        case _:
            return changes


COMMANDS = (ProposeRecipientChange, ConfirmRecipientChange, DropRecipientChange)


def recipients(partnership: Partnership, signed: Collection[str] = ()) -> Decider[Changes]:
    """`signed` are the recipients that there is a webhook secret for."""
    return Decider(
        commands=COMMANDS, initial=Changes(), decide=partial(decide, partnership, signed), evolve=evolve
    )
