"""Telling somebody from outside that they were let in to a case: one mail for each grant that bears an address.

It is beside the notification, and there may be none. Where they are reached is sealed in what intake said; here
they are only the guest.
"""

from uuid import UUID, uuid5

from shared.decider import Command
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.events.base import Event
from shared.events.dispatch import GUEST, DispatchDue

OVER = "the access is over"


class InviteGuest(Command):
    """From a reaction: somebody was let in, and where to tell them so is known."""

    grant: UUID


class WithdrawInvitation(Command):
    """From a reaction, or when its time has come: the access that it tells of is over."""

    grant: UUID


COMMANDS = (InviteGuest, WithdrawInvitation)


def decide(command: InviteGuest | WithdrawInvitation, dispatches: Dispatches) -> list[Event]:
    if isinstance(command, WithdrawInvitation):
        return dispatching.withdrawn(dispatches, command.grant, OVER)
    if any(it.about == command.grant for it in dispatches.values()):
        return []
    return [
        DispatchDue(
            dispatch=uuid5(command.grant, f"dispatch/{GUEST}"),
            purpose="notification",  # see DispatchDue.what
            about=command.grant,
            recipient=GUEST,
            channel="email",
            revision=1,
        )
    ]


def is_invitation(dispatches: Dispatches, command: Command) -> bool:
    """Whether it is about one: what becomes of that meets no duty."""
    it = dispatches.get(getattr(command, "dispatch", None) or UUID(int=0))
    return it is not None and it.recipient == GUEST
