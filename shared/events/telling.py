"""Another authority, whose the duty or the child is, is told of it. Owned by intake. Subject: the case."""

from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event
from shared.sealed import Sealed

AUTHORITY = "authority/"  # and its code: another authority, to whom a duty is owed


class OtherAuthorityTold(Event):
    """A person told the other authority what is known here, and attests it. Meets the duty."""

    la_code: str
    duty: UUID
    told_by: str
    told_at: AwareDatetime
    account: Sealed[str]  # whom, how, and what they said


TELLING = (OtherAuthorityTold,)
