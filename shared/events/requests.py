"""Facts owned by the publisher about copies that the public asks for, each on a stream of its own.

No field in the clear tells who asked: who, where to answer and why are sealed under the request's own key.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.events.base import Event
from shared.sealed import Sealed

Means = Literal["by link", "by hand"]
Ground = Literal[
    "not held",
    "the report was removed",
    "it could lead to a family",
    "an exemption applies",
    "already available elsewhere",
    "the request was not serious",
]


class Requester(BaseModel):
    """Who asks, and why. `reply_to`: where an answer reaches them, if they said so."""

    model_config = ConfigDict(frozen=True)

    name: str
    reply_to: str
    organisation: str
    purpose: str


class CopyRequested(Event):
    """Somebody asked for the copy of a review that is no longer on the site, or never was."""

    request: UUID
    reference: str  # of the review
    requested_at: AwareDatetime
    information_request: bool  # made under the Freedom of Information Act 2000
    requester: Sealed[Requester]
    answered_by_mail: bool = False  # `reply_to` is a mailbox; before there was mail to requesters, it was not used


class RequestAcknowledged(Event):
    """Somebody at the partnership has it in hand."""

    request: UUID


class InformationRequestRecognised(Event):
    """It is a request under the Freedom of Information Act 2000, whatever it calls itself: 20 working days."""

    request: UUID


class CopySupplied(Event):
    """Decided: the copy was given. By link, it can be read on the days up to and including `readable_until`."""

    request: UUID
    means: Means
    readable_until: date | None


class RequestRefused(Event):
    """Decided: no copy is given, on this ground. The reason is what the requester is told."""

    request: UUID
    ground: Ground
    explanation: Sealed[str]


EVENTS = (CopyRequested, RequestAcknowledged, InformationRequestRecognised, CopySupplied, RequestRefused)
