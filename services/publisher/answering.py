"""The answer to a request, mailed to whoever asked, where they gave a mailbox.

Nothing leaves because a form was sent: each mail follows what a person did, so that nobody can use the form to
have mail sent to somebody else. Where they are reached is sealed; here they are only the requester.
"""

import re
from uuid import UUID, uuid5

from shared.deadline import Due
from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.events.base import Event
from shared.events.dispatch import REQUESTER, DispatchDue, Purpose

PURPOSE: Purpose = "answer to a request"
MOST_CHARACTERS = 254  # of a mailbox (RFC 5321 4.5.3.1, with its erratum 1690)
# Narrower than the RFC: what every mail program writes without quotes, as an HTML form's e-mail field has it.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


def is_mailbox(reply_to: str) -> bool:
    """Whether an answer can be mailed there; else it is a postal address, or nothing."""
    return len(reply_to) <= MOST_CHARACTERS and _MAILBOX.fullmatch(reply_to) is not None


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
