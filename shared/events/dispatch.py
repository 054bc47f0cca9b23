"""The life of something sent outside: due, attempted, handed over, received, validated; or failed, in doubt,
refused, withdrawn.

A dispatch is one document to one recipient. Its id is derived from (entity, recipient, revision), and so are
the mail's Message-ID and a webhook's `webhook-id`: whoever gets it twice can see that it is the same.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.events.base import Event, Upcaster
from shared.sealed import Sealed

Purpose = Literal[
    "notification",
    "rapid review",
    "advance copy",
    "reviewer named",
    "delay notice",
    "decision not to publish",
    "repository submission",
    "repository withdrawal",
    "answer to a request",
    "agency return request",
    "agency return reminder",
]
# A member of the public who asked for something: in no file of recipients. Where they are reached is sealed with
# what they asked, and only the letter knows it.
REQUESTER = "requester"
# Somebody from outside who was let in to a case, likewise: where they are reached is sealed in what let them in.
GUEST = "guest"
IN_NO_FILE = {REQUESTER: "whoever asks for a copy", GUEST: "whoever was let in to a case"}
Channel = Literal["email", "webhook", "file", "portal"]
Failure = Literal["retryable", "permanent"]
Doubt = Literal["it arrived", "send again"]
Refusal = Literal["by the recipient", "bounced"]
ProofType = Literal["application/pdf", "image/png", "image/jpeg"]


class DispatchDue(Event):
    """This recipient, one of the partnership's file, the requester or a guest, is to be sent this. `channel` is
    the one of that day: what was used, the attempt tells.

    v2 knows more channels than v1; v3, v4 and v5 each more purposes than the one before.
    """

    VERSION: ClassVar[int] = 5
    dispatch: UUID
    purpose: Purpose
    about: UUID
    recipient: str
    channel: Channel
    revision: int
    due_on: date | None = None  # what sending late would miss
    document_hash: str = ""  # SHA-256, when the very same bytes must be published later
    supplement: int = 0  # the number of the further information that it is; 0: the thing itself
    calendar: str = ""  # the version that the date of its duty was counted by; empty: it meets none, or is older

    @property
    def what(self) -> Purpose | Literal["invitation"]:
        """As people call it. What a guest is sent is known by whom it is to: one purpose more would be another
        version, which a release from before, running beside this one or after it again, would not read.
        """
        return "invitation" if self.recipient == GUEST else self.purpose


class DispatchAttempted(Event):
    """About to be sent. On Kafka before the send, so that a lost database never sends again."""

    dispatch: UUID
    attempt: int
    message_id: str
    possible_duplicate: bool = False
    attempted_at: AwareDatetime | None = None
    channel: Channel | None = None  # null: the one it was due by
    document_hash: str = ""  # SHA-256 of the file that goes with it, where there is one


class DispatchProofKept(Event):
    """A picture or a page that shows that it was put into a portal. Attested afterwards, by its hash."""

    dispatch: UUID
    proof: str  # SHA-256 of its bytes
    media_type: ProofType
    size_bytes: int
    content: Sealed[str]  # base64


class DispatchHandedOver(Event):
    """The recipient's server took it, or an officer attests that the portal did."""

    dispatch: UUID
    attempt: int
    handed_over_at: AwareDatetime
    response_hash: str  # SHA-256 of the server's answer or of the attested reference
    reference: str = ""  # the portal's, where there is one
    attested_by: str = ""
    proof: str = ""  # SHA-256 of the proof that goes with an attestation
    duplicate: bool = False  # the recipient said that it had it already


class DispatchFailed(Event):
    """It did not get through. A retryable failure is tried again at `retry_at`; a permanent one is a person's."""

    dispatch: UUID
    attempt: int
    failure: Failure
    detail: str
    retry_at: AwareDatetime | None = None
    throttled: bool = False  # the recipient asked us to come later
    perhaps_arrived: bool = False  # there was no answer; the recipient can tell a repeat by its key


class DispatchInDoubt(Event):
    """We stopped between sending and noting it: it may or may not have left. A person decides."""

    dispatch: UUID
    attempt: int
    resend_at: AwareDatetime | None  # if nobody has decided by then, it goes again, marked


class DispatchRedated(Event):
    """The duty that this was to meet is due on another day, or the working day before it is another, for a holiday
    was proclaimed or taken back.
    """

    dispatch: UUID
    due_on: date
    calendar: str  # the version that the date was counted by
    resend_at: AwareDatetime | None = None  # of one in doubt: by then somebody decides; none: it is in no doubt


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


class DispatchValidated(Event):
    """The recipient has looked at it and accepts it."""

    dispatch: UUID
    validated_at: AwareDatetime
    reference: str


class DispatchRefused(Event):
    """After the hand-over it came back, or the recipient does not accept it: it counts as not sent.

    What it met is owed again. A person decides what becomes of it.
    """

    dispatch: UUID
    refused_at: AwareDatetime
    how: Refusal
    reference: str
    reason: Sealed[str]


class DispatchWithdrawn(Event):
    """No longer to be sent."""

    dispatch: UUID
    reason: str


def _same(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return data


def upcasters(source: str) -> dict[str, Upcaster]:
    """What earlier versions said, v5 says in the same words."""
    return {f"cspr.{source}.dispatch-due.v{version}": _same for version in (1, 2, 3, 4)}


EVENTS = (
    DispatchDue,
    DispatchAttempted,
    DispatchProofKept,
    DispatchHandedOver,
    DispatchFailed,
    DispatchInDoubt,
    DispatchRedated,
    DispatchDoubtResolved,
    DispatchReceived,
    DispatchValidated,
    DispatchRefused,
    DispatchWithdrawn,
)
