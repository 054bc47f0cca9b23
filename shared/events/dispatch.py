"""The life of something sent outside: due, attempted, handed over, received; or failed, in doubt, withdrawn.

A dispatch is one document to one recipient. Its id is derived from (entity, recipient, revision), and so is
the mail's Message-ID: whoever gets it twice can see that it is the same.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event
from shared.sealed import Sealed

Purpose = Literal["notification", "rapid review", "advance copy"]
Channel = Literal["email", "portal"]
Failure = Literal["retryable", "permanent"]
Doubt = Literal["it arrived", "send again"]


class DispatchDue(Event):
    """This recipient is to be sent this."""

    dispatch: UUID
    purpose: Purpose
    about: UUID
    recipient: str
    channel: Channel
    revision: int
    due_on: date | None = None  # what sending late would miss
    document_hash: str = ""  # SHA-256, when the very same bytes must be published later


class DispatchAttempted(Event):
    """About to be sent. On Kafka before the send, so that a lost database never sends again."""

    dispatch: UUID
    attempt: int
    message_id: str
    possible_duplicate: bool = False
    attempted_at: AwareDatetime | None = None


class DispatchHandedOver(Event):
    """The recipient's server took it, or an officer attests that the portal did."""

    dispatch: UUID
    attempt: int
    handed_over_at: AwareDatetime
    response_hash: str  # SHA-256 of the server's answer or of the attested reference
    reference: str = ""  # the portal's, where there is one
    attested_by: str = ""


class DispatchFailed(Event):
    """It did not leave, for certain. Retryable failures are tried again at `retry_at`."""

    dispatch: UUID
    attempt: int
    failure: Failure
    detail: str
    retry_at: AwareDatetime | None = None


class DispatchInDoubt(Event):
    """We stopped between sending and noting it: it may or may not have left. A person decides."""

    dispatch: UUID
    attempt: int
    resend_at: AwareDatetime | None  # if nobody has decided by then, it goes again, marked


class DispatchDoubtResolved(Event):
    """Somebody looked (or the date came too near): it arrived, or it is to go again, marked."""

    dispatch: UUID
    decision: Doubt
    reason: Sealed[str]


class DispatchReceived(Event):
    """The recipient acknowledges."""

    dispatch: UUID
    received_at: AwareDatetime
    reference: str


class DispatchWithdrawn(Event):
    """No longer to be sent."""

    dispatch: UUID
    reason: str


EVENTS = (
    DispatchDue,
    DispatchAttempted,
    DispatchHandedOver,
    DispatchFailed,
    DispatchInDoubt,
    DispatchDoubtResolved,
    DispatchReceived,
    DispatchWithdrawn,
)
