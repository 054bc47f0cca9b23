"""Facts owned by the publisher about what comes between a text and its publication. Topic: publisher.events.

Who is told first, what the national bodies say of their copies, what may be published at all, and who agrees.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed

Relation = Literal["child", "parent or carer", "sibling", "other family", "practitioner", "somebody else"]
ToldHow = Literal[
    "in person", "telephone call", "video call", "letter", "through a key worker", "through a lawyer"
]
Outcome = Literal["the text was changed", "the text stays"]
TakenBackBecause = Literal["somebody is to be told", "comments came in", "a copy came back"]


class PersonToTellNamed(Event):
    """Somebody is to hear of the report before they can read it in public, and who will tell them."""

    publication: UUID
    person: UUID
    relation: Relation
    name: Sealed[str]
    teller: Sealed[str]  # who is to tell them


class PersonTold(Event):
    """They were told, by whom and how; and what they said, if they did."""

    publication: UUID
    person: UUID
    told_on: date
    how: ToldHow
    teller: Sealed[str]
    said: Sealed[str] | None = None


class PersonNotTold(Event):
    """They will not be told: they cannot be found, or it would harm somebody."""

    publication: UUID
    person: UUID
    decided_by: str
    reasons: Sealed[str]


class CopyCommentsReceived(Event):
    """What the Panel, the Secretary of State or the inspectorate says of its advance copy.

    `text_hash`: of the text that it was sent.
    """

    publication: UUID
    comment: UUID
    recipient: str
    text_hash: str
    received_on: date
    text: Sealed[str]


class CopyRegardHad(Event):
    """The partners had regard to a comment: what was done with it, and why."""

    publication: UUID
    comment: UUID
    outcome: Outcome
    response: Sealed[str]


class LimitedToImprovements(Event):
    """The partners decided that information on improvements is published, and not the report.

    `decision`: that of reviews, which has the justification and sent it to the Panel and the Secretary of State.
    """

    publication: UUID
    decision: UUID
    decided_on: date


class PublicationApproved(Event):
    """A second person agrees: exactly this text is published on exactly this day."""

    publication: UUID
    text_hash: str
    publish_on: date
    approved_by: str
    untold: tuple[UUID, ...] = ()  # who was still to be told, and it was agreed nevertheless
    untold_because: Sealed[str] | None = None


class ApprovalTakenBack(Event):
    """Something came after the approval. It is not published before somebody agrees anew."""

    publication: UUID
    because: TakenBackBecause


EVENTS = (
    PersonToTellNamed,
    PersonTold,
    PersonNotTold,
    CopyCommentsReceived,
    CopyRegardHad,
    LimitedToImprovements,
    PublicationApproved,
    ApprovalTakenBack,
)
