"""What can be asked about who may see a case."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from shared.addresses import MOST_CHARACTERS, is_mailbox
from shared.decider import Command
from shared.edge import OF_ISSUER, Day, Reasons
from shared.events.need import ConflictKind, GlassOutcome, Purpose

# As references are made where people sign in.
Person = Annotated[str, StringConstraints(pattern=rf"^person:{OF_ISSUER}[A-Za-z0-9][A-Za-z0-9._-]{{0,90}}$")]


def _mailbox(address: str) -> str:
    if not is_mailbox(address):
        raise ValueError("must be one mailbox, name@domain")
    return address


MailAddress = Annotated[
    str,
    StringConstraints(max_length=MOST_CHARACTERS),
    AfterValidator(_mailbox),
    Field(
        description="Where they are told by mail that they were let in, such as name@example.org. It is sealed."
    ),
]


class GrantAccess(Command):
    """Let somebody see this case, for a purpose and until the end of a day. Nobody grants it to themselves.

    With a mail address they are told so, once, by a mail that says nothing of the case but its reference.
    """

    person: Person
    purpose: Purpose
    until_on: Day
    mail_address: MailAddress | None = None


class EndAccess(Command):
    """A grant is over before its last day."""

    grant: UUID


class DeclareConflict(Command):
    """Somebody else is named in this case, manages or is close to somebody who is: they must not see it."""

    person: Person
    kind: ConflictKind
    reason: Reasons


class DeclareOwnConflict(Command):
    """You are named in this case, manage or are close to somebody who is: you must not see it."""

    kind: ConflictKind
    reason: Reasons


class EndConflict(Command):
    """It is no conflict any more. By anybody but the one whom it keeps out."""

    conflict: UUID
    reason: Reasons


class BreakGlass(Command):
    """It cannot wait until somebody grants it: four hours, an alarm to the privacy officer, and a review."""

    reason: Reasons


class ReviewGlass(Command):
    """Whether it was right to break the glass. By anybody but the one who did."""

    opening: UUID
    outcome: GlassOutcome
    note: Reasons


class NoteGlassAlarmed(Command):
    """From the worker: what became of the mail to the privacy officer."""

    opening: UUID
    outcome: Literal["mailed", "undeliverable"]


OFFICERS = (GrantAccess, EndAccess, DeclareConflict, DeclareOwnConflict, EndConflict, BreakGlass, ReviewGlass)
COMMANDS = (*OFFICERS, NoteGlassAlarmed)
