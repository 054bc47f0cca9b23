"""Facts owned by the publisher about what in a text could tell who the child is. Topic: publisher.events."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.base import Event
from shared.sealed import Sealed

Settled = Literal["accept", "blur"]
IdentifierKind = Literal["name", "school or setting", "worker", "place", "reference"]
VoidBecause = Literal["more became known", "the scan found something"]
Searched = Literal["press", "inquest", "court listing", "social media"]


class Found(BaseModel):
    """One finding, without its words. `mark`: a keyed hash, the same for the same words in the same sentence."""

    model_config = ConfigDict(frozen=True)

    mark: str
    rule: str
    certain: bool


class TextScanned(Event):
    """This text was compared with everything that the case knows of its people.

    `opened` counts the events whose seals were opened for it: with none, nothing was compared.
    """

    publication: UUID
    text_hash: str
    edition: str  # of the rules
    opened: int
    found: tuple[Found, ...]


class FindingSettled(Event):
    """A person weighed what may tell who somebody is: it may stay, or it is to be blurred in the next draft."""

    publication: UUID
    mark: str
    decision: Settled
    settled_by: str
    reason: Sealed[str]


class IdentifiersAdded(Event):
    """Staff know what no report told: a school, a worker, a nickname. Every text is looked at again."""

    publication: UUID
    addition: UUID
    kind: IdentifierKind
    values: Sealed[tuple[str, ...]]


class CertificateVoided(Event):
    """Scan, signatures, certificate and schedule of this text count no more."""

    publication: UUID
    text_hash: str
    because: VoidBecause
    told_by: UUID | None = None  # the event heard from which more became known


class CoverNoted(Event):
    """On a covered case: the text of a joint review, on that case, is compared with what this one knows."""

    case: str


class NewsPassedOn(Event):
    """On a covered case: more was told of its people, and the joint review's text is to be scanned again."""

    case: str
    told_by: UUID


EVENTS = (TextScanned, FindingSettled, IdentifiersAdded, CertificateVoided, CoverNoted, NewsPassedOn)
