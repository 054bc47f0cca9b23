"""The answer to a request, mailed to whoever asked, where they gave a mailbox.

Nothing leaves because a form was sent: each mail follows what a person did, so that nobody can use the form to
have mail sent to somebody else. Where they are reached is sealed; here they are only the requester.
"""

from uuid import UUID, uuid5

from shared.deadline import Due
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.events.base import Event
from shared.events.dispatch import REQUESTER, DispatchDue, Purpose

PURPOSE: Purpose = "answer to a request"


def mailed(dispatches: Dispatches, request: UUID, due: Due | None) -> list[Event]:
    """What has just been said of the request. An earlier answer that has not left does not leave any more.

    `due`: when the Freedom of Information Act 2000 asks for the answer, where it does.
    """
    revision = 1 + len(dispatches)
    return [
        *dispatching.withdrawn(dispatches, request, "a later answer takes its place"),
        DispatchDue(
            dispatch=uuid5(request, f"dispatch/{REQUESTER}/{revision}"),
            purpose=PURPOSE,
            about=request,
            recipient=REQUESTER,
            channel="email",
            revision=revision,
            due_on=due.due_on if due else None,
            calendar=due.calendar if due else "",
        ),
    ]
